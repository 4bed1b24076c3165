import { placeOf } from '../../devices/test/workbook/parts.ts'

// Rows of workbooks as people and programs leave them, and what becomes of each, said by hand.

/** Columns of the workbooks. */
export const NAMES = ['DevEUI', 'AppEUI', 'Owner Token', 'Serial', 'Note']
const [DEV_EUI, JOIN_EUI, TOKEN, SERIAL, NOTE] = [0, 1, 2, 3, 4]

/** Texts that all sheets share, as XML; cells with `t="s"` show them by their number. */
export const SHARED_TEXTS = ['<t>n</t>', '<r><t>#</t></r><r><t>N/A</t></r>']
/** Formats of numbers: `s="1"` is the first of them. */
export const FORMATS = ['00000000', 'DD.MM.YYYY', '0.00E+00']

export interface Kind {
  /**
   * sound: a device, labelled once · refused: wrong by itself · again: the last sound device once more · otherwise: the
   * last sound device with another token, which refuses both · no row: not counted
   */
  readonly becomes: 'sound' | 'refused' | 'again' | 'otherwise' | 'no row'
  /** The same in a format that asks for no token. */
  readonly inTr005?: 'sound'
  /** Cells of XLSX on a line: texts, or XML where one is not a text. */
  readonly cells: (device: readonly string[], line: number) => readonly string[]
  /** The DevEUI is merged with the line above. */
  readonly isMerged?: true
}

const asItIs = (device: readonly string[]) => device
const instead =
  (at: number, cell: (place: string, line: number) => string): Kind['cells'] =>
  (device, line) =>
    device.map((text, column) => (column === at ? cell(placeOf(at, line), line) : text))
const all =
  (cell: (place: string) => string): Kind['cells'] =>
  (device, line) =>
    device.map((_, column) => cell(placeOf(column, line)))

const numeric = (value: string, format = 0) => `s="${format}"><v>${value}</v></c>`
const number =
  (value: string, format = 0) =>
  (place: string) =>
    `<c r="${place}" ${numeric(value, format)}`
const error = (place: string) => `<c r="${place}" t="e"><v>#N/A</v></c>`
const formula = (place: string, result: string) => `<c r="${place}" t="str"><f>1+1</f>${result}</c>`

const sound = (cells: Kind['cells']): Kind => ({ becomes: 'sound', cells })
const refused = (cells: Kind['cells']): Kind => ({ becomes: 'refused', cells })

export const KINDS: Readonly<Record<string, Kind>> = {
  'as it is': sound(asItIs),
  'a number with zeros': sound(instead(SERIAL, (place, line) => number(`${line}`, 1)(place))),
  'a formula with its result': sound(instead(SERIAL, (place, line) => formula(place, `<v>S${line}</v>`))),
  // What programs write for a formula that gives a text of no characters.
  'a formula with an empty result': sound(instead(SERIAL, (place) => formula(place, '<v></v>'))),
  'a shared text': sound(instead(NOTE, (place) => `<c r="${place}" t="s"><v>0</v></c>`)),
  'a date beside': sound(instead(NOTE, number('46346', 2))),
  'a DevEUI with dashes': sound((device, line) =>
    instead(DEV_EUI, () => device[DEV_EUI]?.replace(/(..)(?!$)/g, '$1-') ?? '')(device, line),
  ),
  'without a serial number': sound(instead(SERIAL, () => '')),
  'something where no name stands': sound((device, line) => [...device, `<c r="H${line}"><v>1</v></c>`]),

  'a row of errors': refused(all(error)),
  'an error beside': refused(instead(NOTE, error)),
  'an error as a shared text': refused(instead(SERIAL, (place) => `<c r="${place}" t="s"><v>1</v></c>`)),
  'a formula without its result': refused(instead(SERIAL, (place) => `<c r="${place}"><f>1+1</f><v/></c>`)),
  'formulas without results': refused(all((place) => `<c r="${place}"><f>A1</f></c>`)),
  'a serial number that is a date': refused(instead(SERIAL, number('46346', 2))),
  'a serial number that was rounded': refused(instead(SERIAL, number('8910390000012340'))),
  'a serial number that is true': refused(instead(SERIAL, (place) => `<c r="${place}" t="b"><v>1</v></c>`)),
  'a DevEUI that is a number': refused(instead(DEV_EUI, number('7E15'))),
  'a DevEUI with an O': refused((device, line) =>
    instead(DEV_EUI, () => device[DEV_EUI]?.replace('0', 'O') ?? '')(device, line),
  ),
  'a blank AppEUI': refused(instead(JOIN_EUI, () => 'FFFFFFFFFFFFFFFF')),
  'without a token': { ...refused(instead(TOKEN, () => '')), inTr005: 'sound' },
  'a token that became a number': refused(instead(TOKEN, number('44305912'))),
  'a token that became a power of ten': refused(instead(TOKEN, number('4.4305E+16', 3))),
  'a token with a power of ten as text': refused(instead(TOKEN, () => '2,7542E+05')),
  'a token that lost its zeros': refused(instead(TOKEN, () => '27542')),
  'a token that became a date': refused(instead(TOKEN, number('46346', 2))),
  placeholders: refused(() => ['XXXX', 'XXXX', 'TBD', 'n/a', '']),
  'a sum': refused(() => ['3', '', '', 'Total', '']),
  'the names again': refused(() => NAMES),
  'merged with the line above': { ...refused(instead(DEV_EUI, () => '')), isMerged: true },
  'only where no name stands': refused((_, line) => [...NAMES.map(() => ''), `<c r="G${line}"><v>1</v></c>`]),

  empty: { becomes: 'no row', cells: (device) => device.map(() => '') },
  'empty but for its looks': { becomes: 'no row', cells: all((place) => `<c r="${place}" s="1"/>`) },
  again: { becomes: 'again', cells: asItIs },
  'with another token': { becomes: 'otherwise', cells: asItIs },
}
