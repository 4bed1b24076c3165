import type { Cell } from '../sheet.ts'
import { attributeOf, type Attributes } from '../xml.ts'

/** Attributes of a cell. OpenDocument 1.3 part 3, 9.1.4 and 19.385. */
export interface CellAttributes {
  readonly type: string
  readonly value: string
  readonly hasFormula: boolean
  readonly isError: boolean
}

export function cellAttributes(attributes: Attributes): CellAttributes {
  const type = attributeOf(attributes, 'office:value-type') ?? ''
  const value =
    type === 'date' || type === 'time' || type === 'boolean' || type === 'string' ? `${type}-value` : 'value'
  return {
    type,
    value: attributeOf(attributes, `office:${value}`) ?? '',
    hasFormula: attributeOf(attributes, 'table:formula') !== undefined,
    isError: attributeOf(attributes, 'calcext:value-type') === 'error',
  }
}

/** `#N/A` and `Err:502`, for programs that do not mark a result as an error. */
const ERROR = /^(?:#[A-Z/0]+[!?]?|Err:\d{3})$/
const SEPARATOR = /[\s.,'\u2019\u066b\u066c]/
const ALL_DIGITS = 1e15

/**
 * The cell, with the text that it shows, which this format contains; `undefined` for an empty cell.
 *
 * @param shown the text of its paragraphs
 */
export function cellOf(column: number, attributes: CellAttributes, shown: string): Cell | undefined {
  const { type, value, hasFormula, isError } = attributes
  if (isError || (hasFormula && ERROR.test(shown))) return { column, kind: 'error', text: '' }
  switch (type) {
    case '':
    case 'string': {
      const text = shown === '' ? value : shown
      if (text !== '') return { column, kind: 'text', text }
      // If the result of a formula is the empty text, its type is `string`.
      return hasFormula && type === '' ? { column, kind: 'no-result', text: '' } : undefined
    }
    case 'boolean':
      return { column, kind: 'boolean', text: value === 'false' ? 'FALSE' : 'TRUE' }
    case 'date':
    case 'time':
      return { column, kind: 'date', text: shown === '' ? value : shown, isAsFormatted: shown !== '' }
    default:
      return numberCell(column, type, value, shown)
  }
}

function numberCell(column: number, type: string, value: string, shown: string): Cell | undefined {
  const number = Number(value)
  const isSound = value !== '' && Number.isFinite(number)
  if (!isSound && shown === '') return undefined
  if (!isSound) return { column, kind: 'text', text: shown }
  const isWhole = number >= 0 && number < ALL_DIGITS && Number.isInteger(number)
  const isPlain =
    !SEPARATOR.test(shown) && shown.replace(/\D/g, '').replace(/^0+(?=\d)/, '') === String(number)
  return {
    column,
    kind: 'number',
    text: shown === '' ? String(number) : shown,
    number,
    isExact: type === 'float' && isWhole && isPlain,
    isAsFormatted: shown !== '',
  }
}
