import { encodeQr } from '@claimtag/qr'
import { type Art, artKey } from './artwork.ts'
import { type Atlases, createAtlases } from './atlases.ts'
import { type Bitmap, copyBitmap, createBitmap } from './bitmap.ts'
import { checkLayout } from './check.ts'
import { compose } from './compose.ts'
import { labelError } from './issue.ts'
import { type LaidOut, type Layout, layOut, type QrLayout } from './layout.ts'
import { fieldValue } from './pattern.ts'
import type { PlacedItem, PlacedLabel, PlacedSymbol } from './placed.ts'
import { placeText } from './place-text.ts'
import { checkDots, type LabelPlan, planLayout } from './plan.ts'
import { fitSymbol, QUIET_ZONE } from './symbol-fit.ts'
import type { LabelFields, Template } from './template.ts'

export interface LabellerOptions {
  readonly dpi: number
  /** Static pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
}

/** Makes one label after another from one template at one resolution. */
export interface Labeller {
  readonly template: Template
  readonly dpi: number
  /** What a label with this code will be. */
  plan(text: string, fields?: LabelFields): LabelPlan
  /** The label at printer dots: the one raster that PNG and every printer's raster are made of. */
  draw(text: string, fields: LabelFields): Bitmap
  /** The label as placed items, for outputs that draw lines and curves. */
  place(text: string, fields: LabelFields): PlacedLabel
  /** What each symbol on the label says, so that a reader can be asked for exactly that. */
  payloads(text: string, fields: LabelFields): readonly string[]
}

/**
 * Prepares a template for a job: checked, laid out in dots, fonts and all that never changes drawn once.
 *
 * Throws `LabelError` for a template that cannot work at this resolution; `draw` and `place` throw it for a device
 * whose text does not fit or has a character that the font lacks.
 *
 * @example
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * labeller.draw(code, { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002' }).width // 400
 */
export function createLabeller(template: Template, { dpi, art }: LabellerOptions): Labeller {
  const layout = layOut(template, dpi)
  checkLayout(layout)
  const atlases = createAtlases()
  const fixed = layout.elements.flatMap((laidOut) => {
    const item = isFixed(laidOut) ? placeItem(laidOut, '', {}, layout, atlases, art) : undefined
    return item === undefined ? [] : [{ laidOut, item }]
  })
  const placedOnce = new Map(fixed.map(({ laidOut, item }) => [laidOut, item]))
  const varying = layout.elements.filter((laidOut) => !isFixed(laidOut))
  const ground = createBitmap(layout.width, layout.height)
  for (const { item } of fixed) compose(ground, item, atlases)
  const { stock } = template

  return {
    template,
    dpi,
    plan: (text, fields) => planLayout(layout, text, fields, atlases),
    draw(text, fields) {
      const bitmap = copyBitmap(ground)
      for (const laidOut of varying) {
        const item = placeItem(laidOut, text, fields, layout, atlases, art)
        if (item !== undefined) compose(bitmap, item, atlases)
      }
      return bitmap
    },
    place(text, fields) {
      const items = layout.elements.flatMap((laidOut): PlacedItem[] => {
        const item = placedOnce.get(laidOut) ?? placeItem(laidOut, text, fields, layout, atlases, art)
        return item === undefined ? [] : [item]
      })
      const { width, height } = layout
      return { width, height, widthMm: stock.width, heightMm: stock.height, dpi, items }
    },
    payloads: (text, fields) =>
      layout.elements.flatMap((laidOut) => {
        const says = laidOut.type === 'qr' && isShown(laidOut, fields) ? saysOf(laidOut, text, fields) : ''
        return says === '' ? [] : [says]
      }),
  }
}

/** The same on every label. */
function isFixed(laidOut: LaidOut): boolean {
  if (laidOut.when !== undefined || laidOut.type === 'qr') return false
  return laidOut.type !== 'text' || laidOut.pattern.fields.length === 0
}

function isShown({ when }: LaidOut, fields: LabelFields): boolean {
  return when === undefined || fieldValue(fields, when) !== ''
}

function placeItem(
  laidOut: LaidOut,
  text: string,
  fields: LabelFields,
  { perMm }: Layout,
  atlases: Atlases,
  art: Art | undefined,
): PlacedItem | undefined {
  if (!isShown(laidOut, fields)) return undefined
  switch (laidOut.type) {
    case 'qr':
      return placeSymbol(laidOut, saysOf(laidOut, text, fields), perMm)
    case 'text':
      return placeText(laidOut, fields, atlases, perMm)
    case 'ink': {
      const { x, y, width, height, thickness, radius } = laidOut
      return { type: 'ink', x, y, width, height, thickness, radius }
    }
    case 'image': {
      const { x, y, name: element } = laidOut
      const { source } = laidOut.element
      const bitmap = art?.get(artKey(source, laidOut.width, laidOut.height))
      if (bitmap === undefined) throw labelError({ code: 'missing-art', element, source })
      return { type: 'image', x, y, bitmap }
    }
  }
}

function saysOf({ pattern }: QrLayout, text: string, fields: LabelFields): string {
  return pattern === undefined ? text : pattern.fill(fields)
}

function placeSymbol(layout: QrLayout, text: string, perMm: number): PlacedSymbol | undefined {
  if (text === '') return undefined
  const fit = fitSymbol(text, layout.room, layout.floor, layout.name)
  checkDots(layout, fit.modules, fit.dots, perMm)
  const { dots } = fit
  const symbol = encodeQr(fit.segments, { errorCorrection: fit.errorCorrection })
  const spare = layout.room - dots * (symbol.size + 2 * QUIET_ZONE)
  const inset = (spare >> 1) + QUIET_ZONE * dots
  return { type: 'symbol', x: layout.x + inset, y: layout.y + inset, dots, symbol, text }
}
