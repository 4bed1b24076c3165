import { agreeing, counted } from '@claimtag/core'

/** Why a row is refused, besides what its format or its label refuses. `field` is the input's name of the field. */
export type RowRefusal =
  | { readonly code: 'missing-value'; readonly field: string }
  | { readonly code: 'spreadsheet-number'; readonly field: string }
  | { readonly code: 'spreadsheet-date'; readonly field: string }
  | { readonly code: 'spreadsheet-boolean'; readonly field: string }
  | { readonly code: 'rounded-number'; readonly field: string }
  /** `length`: number of its digits. `usual`: the length of the others. */
  | { readonly code: 'lost-zeros'; readonly field: string; readonly length: number; readonly usual: number }
  | { readonly code: 'error-cell'; readonly field: string }
  | { readonly code: 'formula'; readonly field: string }
  | { readonly code: 'formula-without-result'; readonly field: string }
  /** `lines`: the line with which the cell is merged. */
  | { readonly code: 'merged-cell'; readonly field: string; readonly lines: readonly number[] }
  /** `place`: the column of the row's first cell, as in `F`; no cell of the row is in a column with a name. */
  | { readonly code: 'beside-table'; readonly place: string }
  | { readonly code: 'partly-quoted'; readonly field: string }
  | { readonly code: 'placeholder-text'; readonly field: string }
  | { readonly code: 'no-identity'; readonly field: string }
  /** `position`: counted from 0. */
  | {
      readonly code: 'letter-for-digit'
      readonly field: string
      readonly letter: string
      readonly digit: string
      readonly position: number
    }
  | {
      readonly code: 'look-alike'
      readonly field: string
      readonly alphabet: string
      readonly position: number
    }
  | { readonly code: 'byte-list'; readonly field: string }
  | { readonly code: 'ids-undecided'; readonly field: string }
  | { readonly code: 'id-too-large'; readonly field: string }
  | { readonly code: 'tag-conflict'; readonly field: string }
  | { readonly code: 'key-value'; readonly field: string }
  | { readonly code: 'wrong-cell-count'; readonly count: number; readonly expected: number }
  | { readonly code: 'header-row' }
  | { readonly code: 'footer-row' }
  | { readonly code: 'comment-row' }
  | { readonly code: 'not-utf-8'; readonly field: string }
  | { readonly code: 'not-an-object' }
  | { readonly code: 'too-deep' }
  /** `field`: empty when the name of the member does not look like one, and so is not repeated. */
  | { readonly code: 'duplicate-member'; readonly field: string }
  | { readonly code: 'not-a-value'; readonly field: string }
  | { readonly code: 'nested-value'; readonly field: string }
  | { readonly code: 'null-value'; readonly field: string }
  /** `member`: contains the values of this row, and not those of the other rows. */
  | { readonly code: 'nested-row'; readonly member: string }
  /** `member`: contains the values of the other rows. */
  | { readonly code: 'missing-member'; readonly member: string }
  | (Conflict & { readonly code: 'dev-eui-conflict' })
  | (Conflict & { readonly code: 'token-conflict' })
  | { readonly code: 'no-symbol' }
  | { readonly code: 'token-shown'; readonly column: string }
  | { readonly code: 'bad-copies'; readonly field: string; readonly most: number }
  /** Its line is the one of the earlier input that the label was made from. */
  | (OtherRows & { readonly code: 'labelled-otherwise' })

/** A remark on a row that is labelled all the same. */
type RowWarning =
  | (OtherRows & { readonly code: 'identical-repeat' })
  | (OtherRows & { readonly code: 'duplicate-serial' })
  | { readonly code: 'weak-token-constant'; readonly field: string }
  | { readonly code: 'weak-token-sequence'; readonly field: string }
  | { readonly code: 'weak-token-dev-eui'; readonly field: string }
  | { readonly code: 'weak-token-serial'; readonly field: string }
  | { readonly code: 'group-address'; readonly field: string }
  | {
      readonly code: 'unlike-others'
      readonly field: string
      readonly what: 'length' | 'characters' | 'absence'
    }
  | { readonly code: 'maybe-rounded'; readonly field: string }
  | { readonly code: 'invisible-characters'; readonly field: string }

/** A remark on the input as a whole: how it was read. */
type InputNote =
  | { readonly code: 'read-as'; readonly encoding: string }
  | { readonly code: 'passed-over'; readonly what: 'title' | 'comment' | 'unit'; readonly count: number }
  | { readonly code: 'joined-header' }
  | { readonly code: 'hidden-sheet'; readonly sheet: string }
  /** `lines`: the first of them. `areLeftOut`: as requested. */
  | {
      readonly code: 'hidden-rows'
      readonly lines: readonly number[]
      readonly count: number
      readonly areLeftOut: boolean
    }
  /** `column` is printed in a plain form, since it is not known what its cells show. */
  | { readonly code: 'shown-otherwise'; readonly column: string }
  /** `columns`: letters, as in `F`. */
  | { readonly code: 'nameless-columns'; readonly columns: readonly string[] }
  | { readonly code: 'invisible-heading'; readonly column: string }
  /** A column that a template prints, and whose values are all as long as keys. */
  | { readonly code: 'key-like-column'; readonly column: string }
  /** A column that only templates use; two of a field are refused. */
  | { readonly code: 'repeated-heading'; readonly column: string }

/** Why a token protects nothing. */
export type WeakToken = Extract<RowWarning['code'], `weak-token-${string}`>

interface OtherRows {
  readonly field: string
  readonly lines: readonly number[]
  /** The file of each of them, when the input is several. */
  readonly files?: readonly string[] | undefined
}

interface Conflict extends OtherRows {
  /** How many there are, when not all are named. */
  readonly count: number
}

export type RowProblem = RowRefusal | RowWarning | InputNote

type Sentences = {
  readonly [C in RowProblem['code']]: (problem: Extract<RowProblem, { code: C }>) => string
}

/** The remedy for everything that a spreadsheet does to digits. */
const AS_TEXT = 'format the column as text before the values are pasted into it, and export again'

export const ROW_SENTENCES = {
  'missing-value': ({ field }) => `${field} is empty.`,
  'spreadsheet-number': ({ field }) =>
    `${field} has been turned into a number by a spreadsheet and cannot be recovered: ${AS_TEXT}.`,
  'spreadsheet-date': ({ field }) =>
    `${field} has been turned into a date by a spreadsheet and cannot be recovered: ${AS_TEXT}.`,
  'spreadsheet-boolean': ({ field }) => `${field} is true or false, which it cannot be: ${AS_TEXT}.`,
  'rounded-number': ({ field }) =>
    `${field} ends in zeros from its 16th digit on, as in every row: a spreadsheet has rounded it, so ${AS_TEXT}.`,
  'lost-zeros': ({ field, length, usual }) =>
    `${field} has ${counted(length, 'digit')} where the others have ${counted(usual, 'character')}: a spreadsheet has cut leading zeros off, so ${AS_TEXT}.`,
  'error-cell': ({ field }) => `${field} is an error of a spreadsheet, such as #N/A: correct the formula.`,
  formula: ({ field }) => `${field} is a formula, not its result: copy the column and paste its values.`,
  'formula-without-result': ({ field }) =>
    `${field} is a formula that was saved without its result: open the workbook in a spreadsheet program and save it again.`,
  'merged-cell': ({ field, lines }) =>
    `${field} is merged with line ${lines[0]}, and a merged cell holds one value: split the cells and fill each.`,
  'beside-table': ({ place }) =>
    `The row has something in column ${place}, and nothing below the names of columns: delete it.`,
  'partly-quoted': ({ field }) =>
    `${field} has quotes around a part of it, and nothing says whether they belong to it: remove them.`,
  'placeholder-text': ({ field }) =>
    `${field} is a placeholder, not a value: write the value, or leave the cell empty if there is none.`,
  'no-identity': ({ field }) =>
    `${field} is what an empty memory reads as (all digits 0 or F), and identifies no device.`,
  'letter-for-digit': ({ field, letter, digit, position }) =>
    `Character ${position + 1} of ${field} is the letter ${letter}; a hex digit is expected, probably ${digit}.`,
  'look-alike': ({ field, alphabet, position }) =>
    `Character ${position + 1} of ${field} is a ${alphabet} letter that only looks like a hex digit: type it again.`,
  'byte-list': ({ field }) =>
    `${field} is a list of bytes, as in source code, where they often stand in reverse: write 16 hex digits, the first byte first.`,
  'ids-undecided': ({ field }) =>
    `${field} may be decimal or hexadecimal: say which with --ids hex or --ids decimal.`,
  'id-too-large': ({ field }) => `${field} is above 65535, which is the largest ID.`,
  'tag-conflict': ({ field }) => `${field} in its own column is not that of the onboarding tag.`,
  'key-value': ({ field }) =>
    `${field} is filled. Keys belong in the Join Server, never near a label: empty the column.`,
  'wrong-cell-count': ({ count, expected }) =>
    `The row has ${counted(count, 'cell')}, the header ${expected}: is there a separator inside a cell?`,
  'header-row': () =>
    'The row repeats the names of columns: was one file pasted below another? Remove the row, if both have the same columns.',
  'footer-row': () => 'The row is a total or an end mark below the devices, not a device: remove it.',
  'comment-row': () => 'The row is a comment, not a device: remove it.',
  'not-utf-8': ({ field }) =>
    `${field} holds bytes that are not text in the encoding of the others: export the file again as UTF-8.`,
  'not-an-object': () => 'The row is not a JSON object.',
  'too-deep': () => 'The row holds values that are nested more than 32 deep.',
  'duplicate-member': ({ field }) =>
    `${field === '' ? 'A member' : field} is there twice in this row, and only one can be meant: remove the other.`,
  'not-a-value': ({ field }) => `${field} is neither text nor a number.`,
  'nested-value': ({ field }) => `${field} is a list or an object where text is expected.`,
  'null-value': ({ field }) => `${field} is null where other rows have text.`,
  'nested-row': ({ member }) => `The values lie inside of "${member}", and those of other rows do not.`,
  'missing-member': ({ member }) => `The values do not lie inside of "${member}", as those of other rows do.`,
  'dev-eui-conflict': ({ field, lines, count, files }) =>
    `The same ${field} with other data stands on ${onLines(lines, count, files)}.`,
  'token-conflict': ({ field, lines, count, files }) =>
    `The same ${field} stands on ${onLines(lines, count, files)}.`,
  'no-symbol': () => 'The label would have no QR code: no qr element of the template is shown for this row.',
  'token-shown': ({ column }) =>
    `${column} holds the token of the device, and the label would show it: a token is printed as nothing but the code that claims the device.`,
  'bad-copies': ({ field, most }) => `${field} has no number of copies: write one from 1 to ${most}.`,
  'labelled-otherwise': ({ field, lines, files }) =>
    `This ${field} has a label already, made from ${onLines(lines, 1, files)} of an earlier input with other data: undo the change. If the new data are right, label this row alone in a folder of its own, and destroy the other label.`,
  'identical-repeat': ({ lines, files }) =>
    `The row repeats ${onLines(lines, 1, files)} exactly; it was dropped.`,
  'duplicate-serial': ({ field, lines, files }) =>
    `The same ${field} stands on ${onLines(lines, lines.length, files)}: two devices can then not be told apart by it.`,
  'weak-token-constant': ({ field }) => `${field} is one character or byte repeated.`,
  'weak-token-sequence': ({ field }) => `${field} counts up or down.`,
  'weak-token-dev-eui': ({ field }) => `${field} is the DevEUI, which anyone can read.`,
  'weak-token-serial': ({ field }) => `${field} is the serial number, which anyone can read.`,
  'group-address': ({ field }) =>
    `${field} has the group bit set, which the identity of one device never has: is it an EUI at all?`,
  'unlike-others': ({ field, what }) =>
    what === 'absence'
      ? `This row has no ${field}, as others have: the device cannot be claimed with this label.`
      : `${field} has ${what === 'length' ? 'another length than' : 'characters that are not in'} nearly all others: was it cut or mistyped?`,
  'maybe-rounded': ({ field }) =>
    `${field} ends in zero after its 15th digit: a spreadsheet may have rounded it.`,
  'invisible-characters': ({ field }) => `Invisible characters in ${field} were left out.`,
  'read-as': ({ encoding }) => `The input is not UTF-8; it was read as ${encoding}.`,
  'passed-over': ({ what, count }) =>
    count === 1
      ? `This line holds ${WHAT[what]}, and was passed over.`
      : `This line and ${count === 2 ? 'the one' : `the ${count - 1}`} below hold ${WHAT[what]}, and were passed over.`,
  'joined-header': () => 'This line and the one below were read as one line of names.',
  'hidden-sheet': ({ sheet }) =>
    `The devices are on the sheet ${sheet}, which is hidden; --visible leaves it out.`,
  'hidden-rows': ({ lines, count, areLeftOut }) => {
    const rows = `${count === 1 ? 'This row is' : `${count} rows are`} hidden or filtered out (${onLines(lines, count)})`
    return areLeftOut
      ? `${rows}, and left out.`
      : `${rows}, and taken all the same; --visible leaves them out.`
  },
  'shown-otherwise': ({ column }) =>
    `What ${column} shows depends on the computer, or on a format that is not followed; it is printed in a plain form.`,
  'nameless-columns': ({ columns }) =>
    `Not used, since no name stands above: ${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')}.`,
  'key-like-column': ({ column }) =>
    `Every ${column} is 32 hex digits, as a LoRaWAN key is, and the label prints it. A key must never be on a label: is it one?`,
  'repeated-heading': ({ column }) =>
    `Several columns are called ${column}: the last one counts. Rename the others if they are needed.`,
  'invisible-heading': ({ column }) => `Invisible characters in the heading ${column} were left out.`,
} satisfies Sentences

const WHAT = { title: 'a title', comment: 'comments', unit: 'units' } as const

function onLines(lines: readonly number[], count: number, files?: readonly string[]): string {
  const more = count > lines.length ? ` and ${count - lines.length} more` : ''
  if (files === undefined) return `${agreeing(count, 'line', 'lines')} ${lines.join(', ')}${more}`
  const byFile = new Map<string, readonly number[]>()
  for (const [at, line] of lines.entries()) {
    const file = files[at] ?? ''
    byFile.set(file, [...(byFile.get(file) ?? []), line])
  }
  const [last = '', ...others] = [...byFile]
    .map(([file, of]) => `${agreeing(of.length, 'line', 'lines')} ${of.join(', ')} of ${file}`)
    .reverse()
  const before = others.reverse().join(', ')
  return `${before}${before === '' ? '' : more === '' ? ' and ' : ', '}${last}${more}`
}
