import type { Bitmap } from './bitmap.ts'
import { FACES, type FaceName } from './font/atlas.ts'
import { artObject } from './pdf/art-object.ts'
import { createContentWriter } from './pdf/content-writer.ts'
import { cutMarks } from './pdf/cut-marks.ts'
import { addFont } from './pdf/font-objects.ts'
import { UNITS_PER_MM, writeLabel } from './pdf/label-content.ts'
import { createObjects } from './pdf/objects.ts'
import type { PlacedLabel } from './placed.ts'
import { type SheetOptions, sheetPlaces } from './sheet.ts'
import type { Template } from './template.ts'

export interface PdfOptions extends SheetOptions {
  /** Lines in the margin of a sheet where to cut. Default false. */
  readonly cutMarks?: boolean | undefined
}

/** A PDF that is written while labels come: each call gives the bytes, often none, that follow those before. */
export interface Pdf {
  add(label: PlacedLabel): Uint8Array
  /** The rest. Nothing can be added after it. */
  end(): Uint8Array
}

/** Pages under one node of the page tree. */
const BRANCH = 256

/**
 * Starts a vector PDF: one label a page, or, for a template with a sheet, as many a page as the sheet has places. Text
 * stays text, and a viewer is told to print at actual size. Holds a few bytes a page, whatever the number of labels.
 *
 * Throws `LabelError` `sheet-too-wide`, `sheet-too-high`, `start-off-sheet`.
 *
 * @example
 * const pdf = createPdf(template)
 * for (const device of devices) file.write(pdf.add(labeller.place(device.code, device.fields)))
 * file.end(pdf.end())
 */
export function createPdf(template: Template, options: PdfOptions = {}): Pdf {
  const { sheet, stock } = template
  const placeOf = sheet === undefined ? undefined : sheetPlaces(template, options)
  const objects = createObjects()
  const [catalog, root, resources] = [objects.reserve(), objects.reserve(), objects.reserve()]
  const fonts = new Map<FaceName, { number: number; used: Set<string> }>()
  const art = new Map<Bitmap, number>()
  const branches: { number: number; pages: number[] }[] = []
  const content = createContentWriter()
  const page = { open: false, number: 0, width: 0, height: 0 }
  let labels = 0

  const context = {
    use(face: FaceName, character: string): void {
      let font = fonts.get(face)
      if (font === undefined) fonts.set(face, (font = { number: objects.reserve(), used: new Set() }))
      font.used.add(character)
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
    if (sheet === undefined || options.cutMarks !== true) return
    for (const [x = 0, y = 0, across = 0, down = 0] of cutMarks(sheet, stock)) {
      const mark = [x, height - y - down, across, down].map((mm) => (mm * UNITS_PER_MM).toFixed(3))
      content.text(`${mark.join(' ')} re f\n`)
    }
  }

  function closePage(): void {
    if (!page.open) return
    page.open = false
    let branch = branches.at(-1)
    if (branch === undefined || branch.pages.length === BRANCH) {
      branch = { number: objects.reserve(), pages: [] }
      branches.push(branch)
    }
    const stream = objects.addStream('/Filter /FlateDecode', content.zlib())
    const box = `${units(page.width)} ${units(page.height)}`
    branch.pages.push(
      objects.add(
        `<< /Type /Page /Parent ${branch.number} 0 R /MediaBox [0 0 ${box}] /Resources ${resources} 0 R /Contents ${stream} 0 R >>`,
      ),
    )
    if (branch.pages.length === BRANCH) addBranch(branch)
  }

  function addBranch({ number, pages }: { number: number; pages: number[] }): void {
    const kids = pages.map((kid) => `${kid} 0 R`).join(' ')
    objects.add(`<< /Type /Pages /Parent ${root} 0 R /Count ${pages.length} /Kids [${kids}] >>`, number)
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
    end() {
      // A document has at least one page.
      if (labels === 0) openPage(0, sheet?.page.width ?? stock.width, sheet?.page.height ?? stock.height)
      closePage()
      const last = branches.at(-1)!
      if (last.pages.length < BRANCH) addBranch(last)
      for (const face of Object.keys(FACES) as FaceName[]) {
        const font = fonts.get(face)
        if (font !== undefined) addFont(font.number, face, font.used, objects)
      }
      const named = [...fonts].map(([face, { number }]) => `/${face} ${number} 0 R`).join(' ')
      const forms = [...art.values()].map((number) => `/a${number} ${number} 0 R`).join(' ')
      objects.add(`<< /Font << ${named} >> /XObject << ${forms} >> >>`, resources)
      const kids = branches.map(({ number }) => `${number} 0 R`).join(' ')
      const count = branches.reduce((sum, { pages }) => sum + pages.length, 0)
      objects.add(`<< /Type /Pages /Count ${count} /Kids [${kids}] >>`, root)
      objects.add(
        `<< /Type /Catalog /Pages ${root} 0 R /ViewerPreferences << /PrintScaling /None >> >>`,
        catalog,
      )
      return objects.end(catalog)
    },
  }
}

function units(mm: number): string {
  return String(Math.round(mm * UNITS_PER_MM * 1000) / 1000)
}
