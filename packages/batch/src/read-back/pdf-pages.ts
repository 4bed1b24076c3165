import { sheetPlaces, type Template } from '@claimtag/label'
import type { PdfOptions } from '@claimtag/label/pdf-volume'
import { openPdfFile, type PdfFile } from './pdf-file.ts'

/** A label as its page shows it. */
interface ShownLabel {
  /** Pages are counted from 0. */
  readonly page: number
  readonly width: number
  readonly height: number
  /** Offset of its object in the file. */
  readonly offset: number
  /** Its upper left corner from that of the page, in PDF units, 1/72 inch. */
  readonly x: number
  readonly y: number
}

const UNITS_PER_MM = 72 / 25.4
/** Less than a tenth of a dot at 600 dpi. */
const TOLERANCE = 0.01

/**
 * Follows a PDF as a viewer does, from its end to the pages and their contents, and checks that every label is shown
 * once, in order, at its place on the sheet.
 *
 * @param offsets of the labels' objects
 */
export function pagesAreRight(
  path: string,
  template: Template,
  options: PdfOptions,
  offsets: ArrayLike<number>,
): boolean {
  const { sheet, stock } = template
  const placeOf = sheet === undefined ? undefined : sheetPlaces(template, options)
  const page = sheet?.page ?? stock
  const pdf = openPdfFile(path)
  if (pdf === undefined) return false
  let count = 0
  try {
    for (const shown of shownLabels(pdf)) {
      const expected = placeOf?.(count) ?? { page: count, x: 0, y: 0 }
      const isRight =
        shown !== undefined &&
        shown.page === expected.page &&
        shown.offset === offsets[count] &&
        isNear(shown.width, page.width) &&
        isNear(shown.height, page.height) &&
        isNear(shown.x, expected.x) &&
        isNear(shown.y, expected.y)
      if (!isRight) return false
      count++
    }
  } finally {
    pdf.close()
  }
  return count === offsets.length
}

function isNear(units: number, mm: number): boolean {
  return Math.abs(units - mm * UNITS_PER_MM) < TOLERANCE
}

/** Yields `undefined` once when something cannot be followed. */
function* shownLabels(pdf: PdfFile): Generator<ShownLabel | undefined> {
  // Contents other than labels are mostly those of other pages, too.
  const known = new Map<number, string>()
  let page = 0
  for (const node of leaves(pdf, reference(pdf.object(pdf.root), 'Pages'))) {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(node) ?? []
    const contents = /\/Contents (?:\[([^\]]*)\]|(\d+ 0 R))/.exec(node)
    if (width === undefined || contents === null) {
      yield undefined
      return
    }
    let [x, y, isMoved] = [0, 0, false]
    for (const number of references(contents[1] ?? contents[2] ?? '')) {
      const content = known.get(number) ?? pdf.object(number) ?? ''
      if (content.startsWith('<< /Filter')) {
        const offset = pdf.placeOf(number)
        const isShown = offset !== undefined && isMoved
        yield !isShown
          ? undefined
          : { page, width: Number(width), height: Number(height), offset, x, y: Number(height) - y }
        continue
      }
      known.set(number, content)
      const move = /stream\nq 1 0 0 1 (-?[\d.]+) (-?[\d.]+) cm\n/.exec(content)
      if (move !== null) [x, y, isMoved] = [Number(move[1]), Number(move[2]), true]
      else if (content.includes('stream\nQ\n')) isMoved = false
    }
    page++
  }
}

/** The pages below a node of the page tree, in order (7.7.3). */
function* leaves(pdf: PdfFile, number: number | undefined): Generator<string> {
  const node = number === undefined ? undefined : pdf.object(number)
  if (node === undefined) yield ''
  else if (node.includes('/Type /Pages')) {
    const [, kids = ''] = /\/Kids \[([^\]]*)\]/.exec(node) ?? []
    for (const kid of references(kids)) yield* leaves(pdf, kid)
  } else yield node
}

function reference(dictionary: string | undefined, key: string): number | undefined {
  const [, number] = new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary ?? '') ?? []
  return number === undefined ? undefined : Number(number)
}

function references(list: string): readonly number[] {
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number))
}
