import { damaged } from '../fault.ts'
import type { Cell } from '../sheet.ts'
import { unescapedText } from './escaped-text.ts'
import type { SheetContext } from './sheet-context.ts'

/** A cell as written in the file. ECMA-376 part 1, 18.3.1.4 and 18.18.11. */
interface WrittenCell {
  readonly column: number
  /** s, str, inlineStr, n, b, d or e. */
  readonly type: string
  readonly style: number
  readonly value: string
  readonly hasFormula: boolean
}

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/i
const DIGITS = /^[1-9]\d{0,14}$/
/** In milliseconds; the day from which days are counted, except those before March 1900. */
const DAY_ZERO = Date.UTC(1899, 11, 30)
const DAY = 86_400_000
const DAYS_TO_1904 = 1462

/** The cell with the text that it shows; `undefined` for an empty cell. */
export function cellOf(cell: WrittenCell, context: SheetContext): Cell | undefined {
  const { column, type, value, hasFormula } = cell
  switch (type) {
    case 's': {
      const text = context.texts.at(/^\d+$/.test(value) ? Number(value) : -1)
      if (text === undefined) throw damaged('place', context.sheet)
      return textCell(cell, text, context)
    }
    case 'str':
    case 'inlineStr':
      return textCell(cell, unescapedText(value), context)
    case 'e':
      return { column, kind: 'error', text: '' }
    default:
      break
  }
  const trimmed = value.trim()
  // A formula's result may be an empty text, but not an empty number.
  if (trimmed === '') return hasFormula ? { column, kind: 'no-result', text: '' } : undefined
  if (type === 'b')
    return { column, kind: 'boolean', text: trimmed === '0' || trimmed === 'false' ? 'FALSE' : 'TRUE' }
  const number =
    type === 'd' ? daysOf(trimmed, context.from1904) : NUMBER.test(trimmed) ? Number(trimmed) : undefined
  if (number === undefined || !Number.isFinite(number)) throw damaged('number', context.sheet)
  return numberCell(cell, number, trimmed, context)
}

function textCell({ column, style }: WrittenCell, text: string, { styles }: SheetContext): Cell | undefined {
  const shown = style === 0 ? text : styles(style).showText(text)
  return shown === '' ? undefined : { column, kind: 'text', text: shown }
}

function numberCell(
  { column, style }: WrittenCell,
  number: number,
  written: string,
  context: SheetContext,
): Cell {
  const format = context.styles(style)
  // Nearly every number in a list of devices takes this way.
  if (format.isGeneral && DIGITS.test(written))
    return { column, kind: 'number', text: written, number, isExact: true, isAsFormatted: true }
  const { kind, text, isExact, isAsFormatted } = format.show(number, context.from1904)
  return { column, kind, text, number, isExact, isAsFormatted }
}

/** `2026-11-20T12:00:00` as the number that other workbooks contain. */
function daysOf(written: string, from1904: boolean): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?$/.test(written)) return undefined
  const days = (Date.parse(written.includes('T') ? `${written.replace('Z', '')}Z` : written) - DAY_ZERO) / DAY
  return from1904 ? days - DAYS_TO_1904 : days
}
