import type { Art } from '../art/art.ts'
import type { Fonts } from '../font/own-face.ts'
import { type Atlases, createAtlases } from '../font/atlases.ts'
import { checkLayout } from '../layout/checks/check-layout.ts'
import type { LabelContent } from '../layout/content.ts'
import { layOut } from '../layout/to-dots.ts'
import type { Layout } from '../layout/layout.ts'
import type { PlacedItem, PlacedLabel } from '../layout/placed.ts'
import { type Bitmap, copyBitmap, createBitmap } from '../raster/bitmap.ts'
import type { BarcodeEncoder } from '../template/barcode-modules.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { compose } from './compose.ts'
import { createPlacer, type Placed, type Placer } from './placer.ts'

/** A template prepared to draw one label after another: checked, in dots, with all constant parts drawn. */
export interface PreparedTemplate {
  readonly layout: Layout
  readonly atlases: Atlases
  readonly place: (text: string, fields: LabelFields) => PlacedLabel
  /** The texts of a label's symbols, without placing it. */
  readonly codesOf: (text: string, fields: LabelFields) => LabelContent['codes']
  readonly textsOf: (text: string, fields: LabelFields) => LabelContent['texts']
  /** The largest version of each element so far, in the order of the template; 0 for what is not a symbol. */
  readonly versions: () => readonly number[]
  /** @param onto a raster of this template that is no longer needed; its memory is used for the new one */
  readonly draw: (placed: PlacedLabel, onto?: Bitmap) => Bitmap
}

/** What a template is drawn with. */
export interface DrawingTools {
  readonly dpi: number
  readonly art?: Art | undefined
  readonly barcodes?: BarcodeEncoder | undefined
  readonly fonts?: Fonts | undefined
}

/** @throws LabelError when the template cannot work at this resolution */
export function prepareTemplate(
  template: Template,
  { dpi, art, barcodes, fonts }: DrawingTools,
): PreparedTemplate {
  const layout = layOut(template, dpi, fonts)
  checkLayout(layout)
  const atlases = createAtlases()
  const placers = layout.elements.map((laidOut) =>
    createPlacer(laidOut, layout.perMm, { atlases, art, barcodes }),
  )
  const ground = createBitmap(layout.width, layout.height)
  const unchanging = new Set(placers.flatMap(({ always = [] }) => always))
  for (const item of unchanging) compose(ground, item, atlases)
  const symbols = placers.filter((_, index) => layout.elements[index]!.type === 'qr')
  const others = placers.filter((_, index) => layout.elements[index]!.type === 'text')
  const { width, height } = layout
  const { width: widthMm, height: heightMm } = template.stock

  return {
    layout,
    atlases,
    place(text, fields) {
      const items: PlacedItem[] = []
      for (const placer of placers) {
        const item = placer.always ?? placer.place(text, fields)
        if (isLines(item)) items.push(...item)
        else if (item !== undefined) items.push(item)
      }
      return { width, height, widthMm, heightMm, dpi, items }
    },
    codesOf: (text, fields) => contents(symbols, text, fields),
    textsOf: (text, fields) => contents(others, text, fields),
    versions: () => placers.map(({ version }) => version?.() ?? 0),
    draw({ items }, onto) {
      const bitmap = onto ?? copyBitmap(ground)
      if (onto !== undefined) onto.data.set(ground.data)
      for (const item of items) if (!unchanging.has(item)) compose(bitmap, item, atlases)
      return bitmap
    },
  }
}

function isLines(placed: Placed | undefined): placed is Exclude<Placed, PlacedItem> {
  return Array.isArray(placed)
}

function contents(placers: readonly Placer[], text: string, fields: LabelFields): readonly string[] {
  const found: string[] = []
  for (const placer of placers) {
    const content = placer.contentOf(text, fields)
    if (typeof content === 'string') found.push(content)
    else if (content !== undefined) found.push(...content)
  }
  return found
}
