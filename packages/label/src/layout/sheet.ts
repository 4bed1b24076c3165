import { labelError } from '../issue/label-error.ts'
import { roundMm } from '../raster/resolution.ts'
import type { Sheet, Stock, Template } from '../template/template.ts'

/** The place of one label on the pages: its top left corner in mm. */
export interface SheetPlace {
  /** Counted from 0. */
  readonly page: number
  readonly x: number
  readonly y: number
}

export interface SheetOptions {
  /** The first place to use, counted from 1 row by row, for a sheet from which labels were taken. Default 1. */
  readonly start?: number | undefined
  /** Moves all labels, for a printer that feeds its paper off centre. mm, default 0. */
  readonly offset?: { readonly x: number; readonly y: number } | undefined
}

/**
 * The place of label number `index`, counted from 0.
 *
 * @throws LabelError `no-sheet`, `sheet-too-wide`, `sheet-too-high`, `start-off-sheet`
 *
 * @example
 * ```ts
 * import { presets, sheetPlaces } from '@claimtag/label'
 *
 * const template = presets['sheet-a4-l7160']!
 * console.log(sheetPlaces(template)(21).page) // 1
 * ```
 */
export function sheetPlaces(template: Template, options: SheetOptions = {}): (index: number) => SheetPlace {
  const { sheet, stock } = template
  const { start = 1, offset = { x: 0, y: 0 } } = options
  if (sheet === undefined) throw labelError({ code: 'no-sheet' })
  checkSheet(sheet, stock)
  const places = sheet.columns * sheet.rows
  if (!Number.isInteger(start) || start < 1 || start > places) {
    throw labelError({ code: 'start-off-sheet', start, places })
  }
  return (index) => {
    const place = index + start - 1
    const column = place % sheet.columns
    const row = Math.floor((place % places) / sheet.columns)
    return {
      page: Math.floor(place / places),
      x: sheet.left + column * (stock.width + sheet.columnGap) + offset.x,
      y: sheet.top + row * (stock.height + sheet.rowGap) + offset.y,
    }
  }
}

function checkSheet({ page, columns, rows, left, top, columnGap, rowGap }: Sheet, stock: Stock): void {
  const right = left + columns * stock.width + (columns - 1) * columnGap
  const bottom = top + rows * stock.height + (rows - 1) * rowGap
  if (right > page.width + 0.01) {
    const value = Math.floor((page.width - left + columnGap) / (stock.width + columnGap))
    throw labelError({
      code: 'sheet-too-wide',
      by: roundMm(right - page.width),
      ...(value > 0 && { nearest: { property: 'columns', value } }),
    })
  }
  if (bottom > page.height + 0.01) {
    const value = Math.floor((page.height - top + rowGap) / (stock.height + rowGap))
    throw labelError({
      code: 'sheet-too-high',
      by: roundMm(bottom - page.height),
      ...(value > 0 && { nearest: { property: 'rows', value } }),
    })
  }
}
