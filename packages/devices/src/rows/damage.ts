import type { RowRefusal } from '../row-problem.ts'

type Damage = Extract<
  RowRefusal['code'],
  | 'spreadsheet-number'
  | 'spreadsheet-date'
  | 'spreadsheet-boolean'
  | 'error-cell'
  | 'formula'
  | 'placeholder-text'
>

/** 4.4305E+16 · 2,7542E+05: a sign stands behind the E, which hex digits never have. */
const EXPONENT = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d{1,3}$/i
const MONTH = '(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zé]*'
/** 2026-11-20 · 20.11.2026 · 11/20/26 · 26. Nov · Nov-26; a time may follow. */
const DATE = new RegExp(
  `^(?:\\d{4}-\\d\\d-\\d\\d(?:[T ][\\d:.]+Z?)?|(?:\\d{1,2}[./]){2}(?:\\d{4}|\\d\\d)(?: [\\d:.]+(?: ?[AP]M)?)?|\\d{1,2}[-. ]{1,2}${MONTH}\\.?(?:[- ]\\d{2,4})?|${MONTH}\\.?[- ]\\d{2,4})$`,
  'i',
)
const BOOLEAN = /^(?:true|false|wahr|falsch|vrai|faux)$/i
/** English and German: #N/A, #NV, #REF!, #WERT! …, and a column that was too narrow. */
const ERROR = /^#(?:N\/A|NV|[A-ZÜ0/]{3,9}[!?]|#*)$/i
const PLACEHOLDER =
  /^(?:x{3,}|[-–—.?_*]{1,}|t\.?b\.?[acd]\.?|n\.?\/?a\.?|n\.?\/?v\.?|none|null|nil|undefined|unknown|todo|empty|unbekannt|offen|<[^>]*>|\{\w*\})$/i

/** Nothing of the kind is longer, but for X in a row. */
const LONGEST = 32

/**
 * What a spreadsheet, or a person who had no value, has made of a cell.
 *
 * @param cell a value that goes into a code
 */
export function damageOf(cell: string): Damage | undefined {
  if (cell.length > LONGEST) return isPlaceholder(cell) ? 'placeholder-text' : undefined
  const first = cell.charCodeAt(0)
  // Most tokens and serial numbers begin with a digit or a letter; each kind of damage begins in a way of its own.
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d) {
    if (EXPONENT.test(cell)) return 'spreadsheet-number'
    if (DATE.test(cell)) return 'spreadsheet-date'
    return first === 0x2d && isPlaceholder(cell) ? 'placeholder-text' : undefined
  }
  if (first === 0x3d) return 'formula'
  if (first === 0x23) return ERROR.test(cell) ? 'error-cell' : undefined
  if (BOOLEAN.test(cell)) return 'spreadsheet-boolean'
  if (isPlaceholder(cell)) return 'placeholder-text'
  return DATE.test(cell) ? 'spreadsheet-date' : undefined
}

function isPlaceholder(cell: string): boolean {
  return PLACEHOLDER.test(cell)
}
