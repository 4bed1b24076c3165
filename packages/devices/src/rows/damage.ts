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

/** 4.4305E+16 · 2,7542E+05: the E is followed by a sign, which hex digits do not contain. */
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

/** First characters of all kinds: a fast test, since nearly every cell is sound. */
const SUSPECT = new RegExp(
  `^(?:[+-]?\\d(?:\\d?[./ -]|\\d{3}-\\d\\d-|[\\d.,]*E[+-])|[^0-9A-Za-z]|x{3}|t\\.?b|n\\.?[/av]|none|nul|nil|und?[ek]|unb|todo|emp|offen|true|fals|wahr|vrai|faux|${MONTH}\\.?[- ]\\d)`,
  'i',
)

/**
 * The damage that a spreadsheet, or a person without a value, has done to a cell.
 *
 * @param cell a value of a code
 */
export function damageOf(cell: string): Damage | undefined {
  if (!SUSPECT.test(cell)) return undefined
  if (EXPONENT.test(cell)) return 'spreadsheet-number'
  if (DATE.test(cell)) return 'spreadsheet-date'
  if (cell.startsWith('=')) return 'formula'
  if (ERROR.test(cell)) return 'error-cell'
  if (BOOLEAN.test(cell)) return 'spreadsheet-boolean'
  return PLACEHOLDER.test(cell) ? 'placeholder-text' : undefined
}
