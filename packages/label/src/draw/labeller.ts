import type { Art } from '../art/art.ts'
import { createAtlases } from '../font/atlases.ts'
import { type Bitmap, copyBitmap, createBitmap } from '../raster/bitmap.ts'
import { checkLayout } from '../layout/check-layout.ts'
import { compose } from './compose.ts'
import { layOut } from '../layout/lay-out.ts'
import type { PlacedItem, PlacedLabel } from '../layout/placed.ts'
import { createPlacer, type Placer } from './placer.ts'
import { checkKnown } from '../layout/known-fields.ts'
import { type LabelPlan, planLayout } from '../layout/plan.ts'
import { createShaper } from './shape.ts'
import type { LabelFields, Template } from '../template/template.ts'

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
  /**
   * `place`, but a field that no device has is refused as `plan` refuses it; in a fifth of the time that `plan` takes,
   * for a million devices that are to be looked at first.
   */
  check(text: string, fields: LabelFields): PlacedLabel
  /**
   * What decides where everything goes, in a few characters that hold nothing of the code: labels of one shape are placed
   * alike, so what one passes in `check`, all pass. `undefined` when only placing tells.
   */
  shape(text: string, fields: LabelFields): string | undefined
  /** The label at printer dots: the one raster that PNG and every printer's raster are made of. */
  draw(text: string, fields: LabelFields): Bitmap
  /** The label as placed items, for outputs that draw lines and curves. */
  place(text: string, fields: LabelFields): PlacedLabel
  /**
   * The raster of a label that this labeller has placed: `draw` for whoever needs the places too.
   *
   * @param onto an earlier raster of this labeller that nobody needs any more: it becomes the new one
   */
  drawPlaced(placed: PlacedLabel, onto?: Bitmap): Bitmap
  /** All that the label says: for a reader that is asked for exactly that, or for a label whose places are known. */
  says(text: string, fields: LabelFields): LabelWords
}

/** What is on a label to be read, in the order of the template. */
export interface LabelWords {
  /** Of the symbols. They hold the token: they go nowhere else. */
  readonly codes: readonly string[]
  readonly texts: readonly string[]
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
  const placers = layout.elements.map((laidOut) => createPlacer(laidOut, layout.perMm, atlases, art))
  const ground = createBitmap(layout.width, layout.height)
  for (const { always } of placers) if (always !== undefined) compose(ground, always, atlases)
  const unchanging = new Set(placers.map(({ always }) => always))
  const symbols = placers.filter((_, index) => layout.elements[index]!.type === 'qr')
  const others = placers.filter((placer) => !symbols.includes(placer))
  const { stock } = template

  function place(text: string, fields: LabelFields): PlacedLabel {
    const items: PlacedItem[] = []
    for (const placer of placers) {
      const item = placer.always ?? placer.place(text, fields)
      if (item !== undefined) items.push(item)
    }
    const { width, height } = layout
    return { width, height, widthMm: stock.width, heightMm: stock.height, dpi, items }
  }

  function drawPlaced({ items }: PlacedLabel, onto?: Bitmap): Bitmap {
    const bitmap = onto ?? copyBitmap(ground)
    if (onto !== undefined) onto.data.set(ground.data)
    for (const item of items) if (!unchanging.has(item)) compose(bitmap, item, atlases)
    return bitmap
  }

  return {
    template,
    dpi,
    plan: (text, fields) => planLayout(layout, text, fields, atlases),
    check(text, fields) {
      checkKnown(layout, fields)
      return place(text, fields)
    },
    shape: createShaper(layout),
    draw: (text, fields) => drawPlaced(place(text, fields)),
    place,
    drawPlaced,
    says: (text, fields) => ({ codes: sayings(symbols, text, fields), texts: sayings(others, text, fields) }),
  }
}

function sayings(placers: readonly Placer[], text: string, fields: LabelFields): readonly string[] {
  const said: string[] = []
  for (const placer of placers) {
    const one = placer.says(text, fields)
    if (one !== undefined) said.push(one)
  }
  return said
}
