import type { Art } from '../art/art.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import type { FaceName } from '../font/atlas.ts'
import { artObject } from './art-object.ts'
import { byteOf, characterOf } from './charset.ts'
import { createContentWriter } from './content-writer.ts'
import { cutMarkContent } from './cut-marks.ts'
import { UNITS_PER_MM, writeLabel } from './label-content.ts'
import { createObjects, type EarlierObjects } from './objects.ts'
import { createPages } from './pages.ts'
import type { PdfOptions } from './pdf.ts'
import type { PlacedLabel } from '../layout/placed.ts'
import { sheetPlaces } from '../layout/sheet.ts'
import type { Template } from '../template/template.ts'

export { PDF_HEAD } from './objects.ts'
export type { PdfOptions } from './pdf.ts'

// A PDF whose labels are written first, in any thread, and whose pages are added at its end: `PDF_HEAD`, then for
// each label `labelHeader` and its object, then `endVolume`. A label's object depends only on the label: not on its
// page, its place there, or other labels.

const END = '\nendstream\nendobj\n'

/**
 * The bytes before the object of label `index`, counted from 0.
 *
 * @example
 * ```ts
 * import { labelHeader } from '@claimtag/label/pdf-volume'
 *
 * console.log(labelHeader(0).length > 0) // true
 * ```
 */
export function labelHeader(index: number): string {
  return `${index + 1} 0 obj\n`
}

/**
 * Makes the objects of labels, each up to its `endobj`.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { createLabelObjects } from '@claimtag/label/pdf-volume'
 *
 * const objectOf = createLabelObjects(undefined)
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(Buffer.from(objectOf(placed)).toString('latin1').endsWith('endobj\n')) // true
 * ```
 */
export function createLabelObjects(art: Art | undefined): (label: PlacedLabel) => Uint8Array {
  const names = new Map<Bitmap, string>([...(art ?? [])].map(([, bitmap], index) => [bitmap, `a${index}`]))
  const content = createContentWriter()
  return (label) => {
    const used = new Map<FaceName, Set<number>>()
    content.clear()
    writeLabel(content, label, 0, 0, {
      use(face, character) {
        const bytes = used.get(face) ?? new Set()
        used.set(face, bytes.add(byteOf(character)))
      },
      art: (bitmap) => names.get(bitmap) ?? '',
    })
    const stream = content.zlib()
    const glyphs = [...used].map(([face, bytes]) => `/${face} <${hex(bytes)}> `).join('')
    const head = `<< /Filter /FlateDecode /Length ${stream.length} /ClaimtagGlyphs << ${glyphs}>> >>\nstream\n`
    const object = new Uint8Array(head.length + stream.length + END.length)
    writeLatin(object, head, 0)
    object.set(stream, head.length)
    writeLatin(object, END, head.length + stream.length)
    return object
  }
}

/** The part of a label's object before its stream. */
export interface LabelObjectHead {
  /** Bytes of the whole object, without its header. */
  readonly size: number
  readonly glyphs: ReadonlyMap<FaceName, readonly string[]>
}

/** No label's object has a longer part before its stream: two fonts of 256 characters each. */
export const LABEL_OBJECT_HEAD = 1200

/** The private key, which other readers skip (ISO 32000-1, Annex E), lists the characters of the object. */
const HEAD =
  /^<< \/Filter \/FlateDecode \/Length (\d+) \/ClaimtagGlyphs << ((?:\/\w+ <[0-9A-F]*> )*)>> >>\nstream\n/

/**
 * Reads the part before the stream of a label's object.
 *
 * @param latin the first `LABEL_OBJECT_HEAD` bytes of an object, after its header
 * @returns `undefined` for an object that `createLabelObjects` has not made
 *
 * @example
 * ```ts
 * import { readLabelObjectHead } from '@claimtag/label/pdf-volume'
 *
 * console.log(readLabelObjectHead('<</Length 1>>')) // undefined
 * ```
 */
export function readLabelObjectHead(latin: string): LabelObjectHead | undefined {
  const [whole, length, glyphs = ''] = HEAD.exec(latin) ?? []
  if (whole === undefined) return undefined
  const fonts = [...glyphs.matchAll(/\/(\w+) <([0-9A-F]*)>/g)].map(([, face, bytes = '']) => {
    const characters = (bytes.match(/../g) ?? []).map((byte) => characterOf(Number.parseInt(byte, 16)))
    return [face as FaceName, characters] as const
  })
  return { size: whole.length + Number(length) + END.length, glyphs: new Map(fonts) }
}

export interface WrittenLabels extends EarlierObjects {
  /** Offsets of the headers of the labels' objects, in the order of the labels. */
  readonly offsets: ArrayLike<number>
  /** Characters that the labels show. */
  readonly glyphs: ReadonlyMap<FaceName, ReadonlySet<string>>
  /** The art with which the labels were drawn. */
  readonly art: Art | undefined
}

/**
 * Ends a PDF: one label on each page, or as many as the template's sheet has places. Yields its bytes in parts, so
 * that memory grows by a few bytes for each label only.
 *
 * @throws LabelError `sheet-too-wide`, `sheet-too-high`, `start-off-sheet`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { createLabelObjects, endVolume, labelHeader, PDF_HEAD } from '@claimtag/label/pdf-volume'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})
 * const label = createLabelObjects(undefined)(placed)
 * const file = Buffer.concat([PDF_HEAD, Buffer.from(labelHeader(0)), label])
 * const written = { offsets: [PDF_HEAD.length], end: file.length, glyphs: new Map(), art: undefined }
 * const pdf = Buffer.concat([file, ...endVolume(defaultTemplate, written)])
 * console.log(pdf.toString('latin1').trimEnd().endsWith('%%EOF')) // true
 * ```
 */
export function* endVolume(
  template: Template,
  labels: WrittenLabels,
  options: PdfOptions = {},
): Generator<Uint8Array, void> {
  const { sheet, stock } = template
  const placeOf = sheet === undefined ? undefined : sheetPlaces(template, options)
  const { width, height } = sheet?.page ?? stock
  const objects = createObjects(labels)
  const pages = createPages(objects)
  const addContent = (latin: string): number =>
    objects.add(`<< /Length ${latin.length} >>\nstream\n${latin}endstream`)
  const marks =
    sheet !== undefined && options.cutMarks === true ? [addContent(cutMarkContent(sheet, stock))] : []
  const away = addContent('Q\n')
  /**
   * The content of a label begins at its own corner; the content that moves it to a place is the same on every page.
   */
  const moves = new Map<string, number>()

  function moveTo(x: number, y: number): number {
    const content = `q 1 0 0 1 ${units(x)} ${units(height - y)} cm\n`
    const number = moves.get(content) ?? addContent(content)
    moves.set(content, number)
    return number
  }

  let page = 0
  let contents: number[] = []
  for (let index = 0; index < labels.offsets.length; index += 1) {
    const place = placeOf?.(index) ?? { page: index, x: 0, y: 0 }
    if (place.page !== page && contents.length > 0) {
      pages.add([...marks, ...contents], width, height)
      contents = []
    }
    page = place.page
    contents.push(moveTo(place.x, place.y), index + 1, away)
    yield objects.take()
  }
  pages.add([...marks, ...contents], width, height)
  const forms = new Map(
    [...(labels.art ?? [])].map(([, bitmap], index) => [
      `a${index}`,
      objects.addStream(...artObject(bitmap)),
    ]),
  )
  yield* pages.end(labels.glyphs, forms)
}

function hex(bytes: ReadonlySet<number>): string {
  return [...bytes]
    .sort((a, b) => a - b)
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('')
}

function writeLatin(into: Uint8Array, latin: string, at: number): void {
  for (let index = 0; index < latin.length; index += 1) into[at + index] = latin.charCodeAt(index)
}

/** Five decimals: a hundredth of a dot at 600 dpi is 0.0012 units. */
function units(mm: number): string {
  return String(Math.round(mm * UNITS_PER_MM * 1e5) / 1e5)
}
