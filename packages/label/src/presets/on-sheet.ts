import type { Sheet, Template } from '../template/template.ts'
import { hundredths, identityColumn } from './captioned.ts'

export const A4 = { width: 210, height: 297 }
export const LETTER = { width: 215.9, height: 279.4 }

interface GridOptions {
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  readonly columnGap: number
}

/** Grids in the middle of their page, without gaps between rows. */
export function centred(
  page: Sheet['page'],
  { columns, rows, width, height, columnGap }: GridOptions,
): Sheet {
  const left = hundredths((page.width - columns * width - (columns - 1) * columnGap) / 2)
  const top = hundredths((page.height - rows * height) / 2)
  return { page, columns, rows, left, top, columnGap, rowGap: 0 }
}

interface OnSheetOptions {
  readonly name: string
  readonly title: string
  readonly width: number
  readonly height: number
  readonly sheet: Sheet
  readonly qr: number
  readonly inset: number
  readonly size: number
  readonly gap: number
}

/** A label of a sheet: the symbol on the left, the identities beside it. */
export function onSheet({
  name,
  title,
  width,
  height,
  sheet,
  qr,
  inset,
  size,
  gap,
}: OnSheetOptions): Template {
  const x = hundredths(inset + qr)
  return {
    name,
    title,
    // Office printers feed a sheet to within a millimetre or two: nothing is placed nearer to the edge.
    stock: { width, height, cornerRadius: 1.5, margin: 1.2 },
    sheet,
    elements: [
      { type: 'qr', id: 'code', x: inset, y: hundredths((height - qr) / 2), size: qr },
      ...identityColumn({ x, width: hundredths(width - 1.2 - x), height, size, gap }),
    ],
  }
}
