import type { Sheet, Stock } from '../template/template.ts'
import { UNITS_PER_MM } from './label-content.ts'

/** mm: a short line between the outermost labels and the edge of the page. */
const LENGTH = 3
const DISTANCE = 1
const THICKNESS = 0.1

/** The cut marks of a page as page content. */
export function cutMarkContent(sheet: Sheet, stock: Stock): string {
  const marks = cutMarks(sheet, stock).map(([x = 0, y = 0, across = 0, down = 0]) =>
    [x, sheet.page.height - y - down, across, down].map((mm) => (mm * UNITS_PER_MM).toFixed(3)).join(' '),
  )
  return marks.map((mark) => `${mark} re f\n`).join('')
}

/** Short lines in the margins at which a guillotine has to cut, as rectangles in mm: [x, y, width, height]. */
function cutMarks({ page, columns, rows, left, top, columnGap, rowGap }: Sheet, stock: Stock): number[][] {
  const right = left + columns * stock.width + (columns - 1) * columnGap
  const bottom = top + rows * stock.height + (rows - 1) * rowGap
  const xs = edges(columns, left, stock.width, columnGap)
  const ys = edges(rows, top, stock.height, rowGap)
  const half = THICKNESS / 2
  const marks = [
    ...xs.flatMap((x) => [
      [x - half, top - DISTANCE - LENGTH, THICKNESS, LENGTH],
      [x - half, bottom + DISTANCE, THICKNESS, LENGTH],
    ]),
    ...ys.flatMap((y) => [
      [left - DISTANCE - LENGTH, y - half, LENGTH, THICKNESS],
      [right + DISTANCE, y - half, LENGTH, THICKNESS],
    ]),
  ]
  return marks.filter(
    ([x = 0, y = 0, width = 0, height = 0]) =>
      x + width > 0 && y + height > 0 && x < page.width && y < page.height,
  )
}

/** Edges at which labels begin and end; one where they touch. */
function edges(count: number, first: number, extent: number, gap: number): number[] {
  const all = Array.from({ length: count }, (_, index) => first + index * (extent + gap))
  return gap === 0 ? [...all, first + count * extent] : all.flatMap((start) => [start, start + extent])
}
