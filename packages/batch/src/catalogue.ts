import type { BatchIssue, BatchIssueCode } from './issue.ts'
import type { RowIssueCode } from './rows/row-issue.ts'

type Sentence<I> = (issue: I) => string

const BATCH = {
  'input-missing': ({ path }) => `There is no file ${path}.`,
  'input-unreadable': ({ path, detail }) => `The input ${path ?? ''} cannot be read (${withReason(detail)}).`,
  'input-changed': ({ path }) =>
    `${path} was changed while it was read, and rows that nobody checked get no label. Put it back and run the same command again, or label the new one into another folder.`,
  'utf-16': () => 'The input is UTF-16; save it as "CSV UTF-8" and try again.',
  'record-too-long': ({ line }) => `Line ${line} is longer than 65,536 bytes; this is not a list of devices.`,
  'unclosed-quote': ({ line }) => `The quote that opens on line ${line} is never closed.`,
  'not-json': ({ line }) =>
    `${line === undefined ? 'The input' : `Line ${line}`} is not the JSON that was expected.`,
  'not-a-workbook': () => 'The input is neither text nor an XLSX workbook.',
  'old-workbook': () => 'The input is a workbook of an old Excel; save it as XLSX or CSV and try again.',
  'workbook-too-large': () =>
    'The workbook has more cells than can be read, or one far away from the others: delete empty rows and columns behind the devices, or save it as CSV.',
  'several-sheets': ({ names = [] }) =>
    `The workbook has devices on ${names.length} sheets (${names.join(', ')}): put them on one, or save each as a file of its own.`,
  'no-rows': () => 'The input holds no rows of devices.',
  'no-header': () => 'The first line looks like a device, not like names of columns; add a header line.',
  'missing-column': ({ field, names }) =>
    `No column holds ${spoken(field)}, which the format needs. Accepted names: ${names?.join(', ')}; or map yours with "columns" in the configuration.`,
  'duplicate-column': ({ field, names }) =>
    `Two columns, ${names?.join(' and ')}, both hold ${spoken(field)}; rename one, or say which with "columns" in the configuration.`,
  'key-column': ({ field }) =>
    `The input has a column of LoRaWAN keys (${field}). Keys belong in the Join Server, never near a label: remove the column.`,
  'tokens-look-hexadecimal': ({ field, column = field }) =>
    `Every ${column} looks hexadecimal, but the format says base64, which would read such text as other bytes. Use --format tr005, or a format whose token is issued as "hex".`,
  'unknown-output': ({ detail, names }) =>
    `There is no kind of output ${detail === '' ? 'without a name' : detail}: it is one of ${names?.join(', ')}.`,
  'not-one-stream': ({ names }) =>
    `A stream is one kind of output: --as ${names?.join(', ')}; or --pack zip for label files.`,
  'too-many-pages': ({ detail }) =>
    `A PDF takes ${detail} labels at most: give a number of labels a file, as in --volume 10000.`,
  'volume-unreadable': ({ path }) => `${path} does not show its labels in their places when it is read back.`,
  'brother-resolution': ({ detail }) =>
    `A Brother QL prints 300 dots an inch, and the labels are for ${detail}: add --dpi 300.`,
  'brother-stock': ({ detail, names }) =>
    `No stock of a Brother QL is ${detail}. What is loaded is one of ${names?.join(', ')}: say it with --media, or take a smaller template.`,
  'job-changed': ({ names, path }) =>
    `${path} holds an unfinished or finished job of another kind: ${names?.join(', ')} changed since. Undo the change, or choose another folder.`,
  'job-running': ({ path, detail }) =>
    `Another process is working in ${path}. If you know that none is, remove ${detail}.`,
  'job-missing': ({ path }) => `There is no job in ${path}: no labels were generated there.`,
  'job-unfinished': ({ path }) => `The job in ${path} is not finished: generate it again, and it goes on.`,
  'job-damaged': ({ path, detail }) => `The records of the job in ${path} cannot be read (${detail}).`,
  'output-failed': ({ path, detail }) => `${path ?? 'The output'} cannot be written (${withReason(detail)}).`,
  'disk-full': ({ path = 'the output' }) =>
    `No space is left for ${path}. Make room and run the same command again.`,
  'unknown-device': ({ path, detail }) => `There is no label of ${detail} in ${path}.`,
  'printed-before': ({ detail }) =>
    `The label of ${detail} was sent to a printer before. To print it again, say why: --reprint --reason "label torn".`,
  'not-printable': ({ path, detail, names }) =>
    `${path} holds labels as ${names?.join(', ')}, and none that can be given as ${detail}: generate them with --as ${detail}, or draw them again with --devices.`,
  'label-changed': ({ path, line }) =>
    `${path} (line ${line}) is not what was written; it is not printed. claimtag verify finds all such labels.`,
  'drawn-otherwise': ({ path, line }) =>
    `Line ${line} of ${path} gives another label than the job made: the devices, the format, the template or the resolution are others.`,
} satisfies Record<BatchIssueCode, Sentence<BatchIssue>>

/** What the system means by the commonest of its codes. */
const REASONS: Readonly<Record<string, string>> = {
  EPIPE: 'its reader went away',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'something else of that name is there',
  EISDIR: 'it is a folder',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  EROFS: 'only reading is possible there',
}

function withReason(detail = 'unknown'): string {
  const reason = REASONS[detail]
  return reason === undefined ? detail : `${detail}: ${reason}`
}

/** Fields as people call them whose file has no name for them. */
const SPOKEN: Readonly<Record<string, string>> = { devEui: 'DevEUI', joinEui: 'AppEUI (JoinEUI)' }

function spoken(field = 'a field'): string {
  return SPOKEN[field] ?? field
}

export function sentence(issue: BatchIssue): string {
  return BATCH[issue.code](issue)
}

export interface RowIssueFacts {
  readonly code: RowIssueCode
  readonly field?: string | undefined
  readonly lines?: readonly number[] | undefined
  readonly count?: number | undefined
  readonly expected?: number | undefined
}

const ROWS = {
  'missing-value': ({ field }) => `${field} is empty.`,
  'spreadsheet-number': ({ field }) =>
    `${field} has been turned into a number by a spreadsheet and cannot be recovered: format the column as text and export again.`,
  'wrong-cell-count': ({ count, expected }) =>
    `The row has ${count} cells, the header ${expected}: is there a separator inside a cell?`,
  'not-utf-8': ({ field }) => `${field} is not valid UTF-8 text.`,
  'not-an-object': () => 'The line is not a JSON object.',
  'not-a-value': ({ field }) => `${field} is neither text nor a number.`,
  'dev-eui-conflict': (facts) => `The same ${facts.field} with other data stands on ${onLines(facts)}.`,
  'token-conflict': (facts) => `The same ${facts.field} stands on ${onLines(facts)}.`,
  'no-symbol': () => 'The label would have no QR code: no qr element of the template is shown for this row.',
  'identical-repeat': ({ lines }) => `The row repeats line ${lines?.[0]} exactly; it was dropped.`,
  'weak-token-constant': ({ field }) => `${field} is one character or byte repeated.`,
  'weak-token-sequence': ({ field }) => `${field} counts up or down.`,
  'weak-token-dev-eui': ({ field }) => `${field} is the DevEUI, which anyone can read.`,
  'weak-token-serial': ({ field }) => `${field} is the serial number, which anyone can read.`,
} satisfies Record<RowIssueCode, Sentence<RowIssueFacts>>

export function rowSentence(facts: RowIssueFacts): string {
  return ROWS[facts.code](facts)
}

function onLines({ lines = [], count = lines.length }: RowIssueFacts): string {
  const more = count > lines.length ? ` and ${count - lines.length} more` : ''
  return `${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`
}
