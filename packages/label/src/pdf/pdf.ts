import type { Bitmap } from '../raster/bitmap.ts'
import type { FaceName } from '../font/atlas.ts'
import { artObject } from './art-object.ts'
import { createContentWriter } from './content-writer.ts'
import { cutMarkContent } from './cut-marks.ts'
import { UNITS_PER_MM, writeLabel } from './label-content.ts'
import { createObjects } from './objects.ts'
import { createPages } from './pages.ts'
import type { PlacedLabel } from '../layout/placed.ts'
import { type SheetOptions, sheetPlaces } from '../layout/sheet.ts'
import type { Template } from '../template/template.ts'

export interface PdfOptions extends SheetOptions {
  /** Lines in the margin of a sheet where to cut. Default false. */
  readonly cutMarks?: boolean | undefined
}

/** A PDF that is written while labels arrive: each call returns the bytes, often none, that follow those before. */
export interface Pdf {
  add(label: PlacedLabel): Uint8Array
  /** The rest, in parts: it ends with a table of 20 bytes for each object. Nothing can be added after it. */
  end(): Generator<Uint8Array, void>
}

/**
 * Starts a vector PDF: one label on each page, or, for a template with a sheet, as many as the sheet has places. Text
 * stays text, and viewers are told to print at actual size. Keeps a few bytes for each page, whatever the number of
 * labels.
 *
 * @throws LabelError `sheet-too-wide`, `sheet-too-high`, `start-off-sheet`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { createPdf } from '@claimtag/label/pdf'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const pdf = createPdf(defaultTemplate)
 * const parts = [pdf.add(labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})), ...pdf.end()]
 * console.log(Buffer.concat(parts).toString('latin1').startsWith('%PDF-1.6')) // true
 * ```
 */
export function createPdf(template: Template, options: PdfOptions = {}): Pdf {
  const { sheet, stock } = template
  const placeOf = sheet === undefined ? undefined : sheetPlaces(template, options)
  const objects = createObjects()
  const pages = createPages(objects)
  const fonts = new Map<FaceName, Set<string>>()
  const art = new Map<Bitmap, number>()
  const content = createContentWriter()
  const page = { open: false, number: 0, width: 0, height: 0 }
  let labels = 0

  const context = {
    use(face: FaceName, character: string): void {
      let used = fonts.get(face)
      if (used === undefined) fonts.set(face, (used = new Set()))
      used.add(character)
    },
    art(bitmap: Bitmap): string {
      let number = art.get(bitmap)
      if (number === undefined) art.set(bitmap, (number = objects.addStream(...artObject(bitmap))))
      return `a${number}`
    },
  }

  function openPage(number: number, width: number, height: number): void {
    Object.assign(page, { open: true, number, width, height })
    content.clear()
    if (sheet !== undefined && options.cutMarks === true) content.text(cutMarkContent(sheet, stock))
  }

  function closePage(): void {
    if (!page.open) return
    page.open = false
    pages.add([objects.addStream('/Filter /FlateDecode', content.zlib())], page.width, page.height)
  }

  return {
    add(label) {
      const place = placeOf?.(labels) ?? { page: labels, x: 0, y: 0 }
      labels += 1
      const { width, height } = sheet?.page ?? { width: label.widthMm, height: label.heightMm }
      if (place.page !== page.number || !page.open) {
        closePage()
        openPage(place.page, width, height)
      }
      writeLabel(content, label, place.x * UNITS_PER_MM, (height - place.y) * UNITS_PER_MM, context)
      if (sheet === undefined) closePage()
      return objects.take()
    },
    *end() {
      // A document has at least one page.
      if (labels === 0) openPage(0, sheet?.page.width ?? stock.width, sheet?.page.height ?? stock.height)
      closePage()
      yield* pages.end(fonts, new Map([...art.values()].map((number) => [`a${number}`, number])))
    },
  }
}
