import { ClaimtagError } from '@claimtag/core'
import { systemReason } from '@claimtag/disk'
import { spoken } from './device-field.ts'
import { PARQUET_SENTENCES, type ParquetIssue } from './parquet-issue.ts'
import { ROW_SENTENCES, type RowProblem } from './row-problem.ts'

/** Why a whole input cannot be worked with. Names, numbers and places only: never a character of a cell. */
export type InputIssue = InputProblem & {
  /** The file that it is about, when the input is several and the issue has no `path`. */
  readonly file?: string
}

type InputProblem =
  | ParquetIssue
  | { readonly code: 'input-missing'; readonly path: string }
  /** `detail` is the code of the system, such as `EACCES`. */
  | { readonly code: 'input-unreadable'; readonly path: string; readonly detail: string }
  | { readonly code: 'input-changed'; readonly path: string }
  | { readonly code: 'input-repeated'; readonly path: string }
  | { readonly code: 'record-too-long'; readonly line: number }
  | { readonly code: 'unclosed-quote'; readonly line: number }
  | { readonly code: 'not-json'; readonly line?: number }
  | { readonly code: 'secure-element-manifest' }
  | { readonly code: 'not-a-workbook' }
  | { readonly code: 'old-workbook' }
  | { readonly code: 'foreign-file'; readonly kind: ForeignFile }
  /** `sheet`: the sheet that was being read. */
  | { readonly code: 'damaged-workbook'; readonly problem: WorkbookProblem; readonly sheet?: string }
  | { readonly code: 'workbook-too-large'; readonly sheet?: string }
  | { readonly code: 'cell-out-of-range'; readonly sheet: string }
  /** `names`: hidden sheets with devices. */
  | { readonly code: 'no-visible-devices'; readonly names: readonly string[] }
  | { readonly code: 'several-sheets'; readonly names: readonly string[] }
  | { readonly code: 'no-rows' }
  | { readonly code: 'no-header' }
  /** `names`: accepted names of the column. `columns`: the columns of the input. */
  | {
      readonly code: 'missing-column'
      readonly field: string
      readonly names: readonly string[]
      readonly columns?: readonly string[]
    }
  | { readonly code: 'duplicate-column'; readonly field: string; readonly names: readonly string[] }
  /** A mapping names a column that does not exist. `columns`: the columns of the input. */
  | {
      readonly code: 'unknown-column'
      readonly field: string
      readonly name: string
      readonly columns: readonly string[]
    }
  | { readonly code: 'key-column'; readonly field: string }
  /** `column`: the input's name of the field. */
  | { readonly code: 'ids-ambiguous'; readonly field: string; readonly column?: string | undefined }
  | { readonly code: 'tokens-look-hexadecimal'; readonly field: string; readonly column?: string | undefined }

/** A file of another program that is recognised, but cannot be read. */
type ForeignFile = 'password' | 'xlsb' | 'numbers' | 'document' | 'archive' | 'markup'

/** What is wrong with a workbook: its archive, its content, or its XML. */
export type WorkbookProblem =
  | 'zip'
  | 'size'
  | 'part'
  | 'text'
  | 'xml'
  | 'depth'
  | 'entity'
  | 'place'
  | 'number'

export type InputIssueCode = InputIssue['code']

/** Thrown when a whole input is refused. Faults of single rows are reported, not thrown. */
export class InputError extends ClaimtagError<InputIssue> {
  override readonly name = 'InputError'

  constructor(issue: InputIssue) {
    super(issue, explain(issue))
  }
}

type Sentences = { readonly [C in InputIssueCode]: (issue: Extract<InputIssue, { code: C }>) => string }

const SENTENCES = {
  ...PARQUET_SENTENCES,
  'input-missing': ({ path }) => `There is no file ${path}.`,
  'input-unreadable': ({ path, detail }) => `The input ${path} cannot be read (${systemReason(detail)}).`,
  'input-changed': ({ path }) =>
    `${path} was changed while it was read, and rows that were not checked get no label. Put it back and run the same command again, or label the new one into another folder.`,
  'input-repeated': ({ path }) => `${path} is named twice, and each of its rows would be there twice.`,
  'record-too-long': ({ line }) => `Line ${line} is longer than 65,536 bytes; this is not a list of devices.`,
  'unclosed-quote': ({ line }) => `The quote that opens on line ${line} is never closed.`,
  'not-json': ({ line }) =>
    `${line === undefined ? 'The input' : `Line ${line}`} is not the JSON that was expected.`,
  'secure-element-manifest': () =>
    'The input is a manifest of secure elements, which holds no ownerTokens: import it at the Join Server, and label the list of devices with tokens that you get there.',
  'not-a-workbook': () => 'The input is neither text nor a workbook that can be read.',
  'old-workbook': () => 'The input is a workbook of an old Excel; save it as XLSX or CSV and try again.',
  'foreign-file': ({ kind }) => FOREIGN[kind],
  'damaged-workbook': ({ problem, sheet }) =>
    `${sheet === undefined ? 'The workbook' : `The sheet ${sheet} of the workbook`} cannot be read: ${DAMAGE[problem]}. Open it in a spreadsheet program and save it again.`,
  'workbook-too-large': ({ sheet }) =>
    `${sheet === undefined ? 'The workbook' : `The sheet ${sheet} of the workbook`} is larger than any list of devices: delete what is not needed, or save the devices as CSV.`,
  'cell-out-of-range': ({ sheet }) =>
    `The sheet ${sheet} of the workbook has a cell below row 1,048,576 or behind column XFD, where no sheet has any: delete what lies far from the devices and save it again.`,
  'no-visible-devices': ({ names }) =>
    `Devices are only on ${names.length === 1 ? 'a sheet that is hidden' : 'sheets that are hidden'} (${names.join(', ')}), and hidden ones are left out: show the sheet, or leave --visible out.`,
  'several-sheets': ({ names }) =>
    `The workbook has devices on ${names.length} sheets (${names.join(', ')}): put them on one, or save each as a file of its own.`,
  'no-rows': () => 'The input holds no rows of devices.',
  'no-header': () => 'The first line looks like a device, not like names of columns; add a header line.',
  'missing-column': ({ field, names, columns }) =>
    `No column holds ${spoken(field)}, which the format needs.${thereAre(columns)} Accepted names: ${names.join(', ')}; or map yours with "columns" in the configuration.`,
  'duplicate-column': ({ field, names }) =>
    `Two columns, ${names.join(' and ')}, both hold ${spoken(field)}; rename one, or say which with "columns" in the configuration.`,
  'unknown-column': ({ field, name, columns }) =>
    `There is no column ${name}, which is said to hold ${spoken(field)}.${thereAre(columns)}`,
  'key-column': ({ field }) =>
    `The input has a column of LoRaWAN keys (${field}). Keys belong in the Join Server, never near a label: remove the column.`,
  'ids-ambiguous': ({ field, column = field }) =>
    `Every ${column} is written in digits alone, which may be decimal or hexadecimal: 1115 is 045B in hexadecimal. Say which with --ids decimal or --ids hex, or "ids" in the configuration.`,
  'tokens-look-hexadecimal': ({ field, column = field }) =>
    `Every ${column} looks hexadecimal, but the format says base64, which would read such text as other bytes. Use --format tr005, or --format thingpark-hex (thingpark-hex-lower for small letters), whose symbol is smaller, or a format whose token is issued as "hex".`,
} satisfies Sentences

const FOREIGN = {
  password: 'The workbook is protected by a password: open it, remove the password, and save it again.',
  xlsb: 'The input is a binary workbook (.xlsb); save it as XLSX and try again.',
  numbers: 'The input is a document of Apple Numbers; export it as Excel (XLSX) or CSV and try again.',
  document: 'The input is a text document or a presentation, not a workbook; save the table as XLSX or CSV.',
  archive: 'The input is a ZIP archive, not a workbook; unpack it and name the file inside.',
  markup:
    'The input is HTML or XML, which some programs call .xls; open it in a spreadsheet program and save it as XLSX.',
} satisfies Record<ForeignFile, string>

const DAMAGE = {
  zip: 'its ZIP archive is damaged',
  size: 'a part of it differs from what its directory says',
  part: 'a part of it is missing',
  text: 'it holds bytes that are not text',
  xml: 'its XML is damaged',
  depth: 'its XML is nested deeper than any program writes',
  entity: 'it declares or uses entities of its own, which workbooks never do',
  place: 'a cell or a row is not in its order',
  number: 'a cell of the type number holds no number',
} satisfies Record<WorkbookProblem, string>

const ALL = { ...SENTENCES, ...ROW_SENTENCES }

/**
 * The sentence for people that belongs to an issue of an input or of one of its rows.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/devices'
 *
 * console.log(explain({ code: 'missing-value', field: 'DevEUI' })) // DevEUI is empty.
 * ```
 */
export function explain(issue: InputIssue | RowProblem): string {
  const sentence = (ALL[issue.code] as (issue: InputIssue | RowProblem) => string)(issue)
  return 'file' in issue ? `${issue.file}: ${sentence}` : sentence
}

/** An error about one file of several says which; any other is given back as it is. */
export function errorInFile(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof InputError)) return error
  const { issue } = error
  return 'path' in issue || 'file' in issue ? error : new InputError({ ...issue, file })
}

/** More names would hide the sentence. */
const NAMED_COLUMNS = 20

function thereAre(columns: readonly string[] = []): string {
  if (columns.length === 0) return ''
  const more = columns.length - NAMED_COLUMNS
  return ` The input has: ${columns.slice(0, NAMED_COLUMNS).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
