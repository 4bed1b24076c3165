import * as fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBatch } from '../src/index.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { ods, odsRow, odsTable, odsText, textRow, xlsx } from '../../devices/test/workbook/parts.ts'

// Every row of a workbook is counted exactly once, and only sound rows are labelled.

type Outcome = 'labelled' | 'refused' | 'repeated' | 'no row'

interface Kind {
  readonly outcome: Outcome
  /** Cells of XLSX on a line: texts, or XML where one is not a text. */
  readonly cells: (device: readonly string[], line: number) => readonly string[]
}

const asItIs = (device: readonly string[]) => device
const [SERIAL, NOTE] = [3, 4]
const instead =
  (at: number, cell: (line: number) => string): Kind['cells'] =>
  (device, line) =>
    device.map((text, column) => (column === at ? cell(line) : text))
const error = (place: string) => `<c r="${place}" t="e"><v>#N/A</v></c>`
const letters = 'ABCDE'

const KINDS: Readonly<Record<string, Kind>> = {
  sound: { outcome: 'labelled', cells: asItIs },
  'a number with zeros': {
    outcome: 'labelled',
    cells: instead(SERIAL, (line) => `<c r="D${line}" s="1"><v>${line}</v></c>`),
  },
  'a date beside': {
    outcome: 'labelled',
    cells: instead(NOTE, (line) => `<c r="E${line}" s="2"><v>46346</v></c>`),
  },
  'something where no name stands': {
    outcome: 'labelled',
    cells: (device, line) => [...device, `<c r="H${line}"><v>1</v></c>`],
  },
  'a row of errors': {
    outcome: 'refused',
    cells: (device, line) => device.map((_, column) => error(`${letters[column]}${line}`)),
  },
  'an error beside': { outcome: 'refused', cells: instead(NOTE, (line) => error(`E${line}`)) },
  'a formula without its result': {
    outcome: 'refused',
    cells: instead(SERIAL, (line) => `<c r="D${line}"><f>1+1</f><v/></c>`),
  },
  'a serial number that is a date': {
    outcome: 'refused',
    cells: instead(SERIAL, (line) => `<c r="D${line}" s="2"><v>46346</v></c>`),
  },
  'a serial number that was rounded': {
    outcome: 'refused',
    cells: instead(SERIAL, (line) => `<c r="D${line}"><v>8910390000012340</v></c>`),
  },
  'a DevEUI that is a number': {
    outcome: 'refused',
    cells: instead(0, (line) => `<c r="A${line}"><v>7E15</v></c>`),
  },
  'without a token': { outcome: 'refused', cells: instead(2, () => '') },
  'only where no name stands': {
    outcome: 'refused',
    cells: (_, line) => ['', '', '', '', '', `<c r="G${line}"><v>1</v></c>`],
  },
  empty: { outcome: 'no row', cells: (device) => device.map(() => '') },
  'empty but for its looks': {
    outcome: 'no row',
    cells: (device, line) => device.map((_, column) => `<c r="${letters[column]}${line}" s="1"/>`),
  },
  again: { outcome: 'repeated', cells: asItIs },
}

interface PlannedRow {
  readonly kind: string
  readonly isHidden: boolean
}

function deviceOf(index: number): readonly string[] {
  const token = Buffer.alloc(16, `token ${index} of the sixteen bytes`).toString('base64')
  return [
    (0x70b3d57ed00a0000n + BigInt(index)).toString(16).toUpperCase(),
    '70B3D57ED0000002',
    token,
    `S${index}`,
    'n',
  ]
}

/** The rows as XML, and how many of them come out how, counted by hand. */
function planned(rows: readonly PlannedRow[], visible: boolean, first: number) {
  const counts: Record<Outcome, number> = { labelled: 0, refused: 0, repeated: 0, 'no row': 0 }
  const written: string[] = []
  let lastSound: readonly string[] | undefined
  for (const [index, { kind, isHidden }] of rows.entries()) {
    const { outcome, cells } = KINDS[kind] as Kind
    const line = first + index
    // A row that repeats nothing is a device of its own.
    const device = kind === 'again' ? (lastSound ?? deviceOf(index)) : deviceOf(index)
    const came = outcome === 'repeated' && lastSound === undefined ? 'labelled' : outcome
    const isLeftOut = visible && isHidden
    if (!isLeftOut) counts[came]++
    if (kind === 'sound' && !isLeftOut) lastSound = device
    if (kind === 'again' && came === 'labelled' && !isLeftOut) lastSound = device
    written.push(rowXml(line, cells(device, line), isHidden))
  }
  return { xml: written.join(''), counts }
}

function rowXml(line: number, cells: readonly string[], isHidden: boolean): string {
  const texts = cells.map((cell) => (cell.startsWith('<') ? '' : cell))
  const others = cells.map((cell) => (cell.startsWith('<') ? cell : ''))
  const written = texts.map((text, column) =>
    text === ''
      ? (others[column] ?? '')
      : (/<c .*<\/c>/.exec(textRow(line, [...Array<string>(column).fill(''), text]))?.[0] ?? ''),
  )
  return `<row r="${line}" ${isHidden ? 'hidden="1"' : ''}>${written.join('')}</row>`
}

test('read = labelled + refused + repeated + withheld, and each as counted by hand', async () => {
  const row = fc.record({ kind: fc.constantFrom(...Object.keys(KINDS)), isHidden: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      fc.nat(3),
      async (rows, visible, titles) => {
        const header = titles + 1
        const { xml, counts } = planned(rows, visible, header + 1)
        fc.pre(counts.labelled > 0)
        const above = Array.from({ length: titles }, (_, index) =>
          textRow(index + 1, [`Title ${index}`]),
        ).join('')
        const names = textRow(header, ['DevEUI', 'AppEUI', 'Owner Token', 'Serial', 'Note'])
        const content = xlsx({ rows: above + names + xml, formats: ['00000000', 'DD.MM.YYYY'] })
        const summary = await runBatch({
          input: temporaryFile(content, 'devices.xlsx'),
          out: join(temporaryFolder(), 'out'),
          as: ['csv'],
          workers: 0,
          skipBadRows: true,
          visible,
        })
        const { read, labelled, refused, repeated, withheld } = summary
        expect({ labelled, refused, repeated, withheld }).toEqual({
          labelled: counts.labelled,
          refused: counts.refused,
          repeated: counts.repeated,
          withheld: 0,
        })
        expect(read).toBe(labelled + refused + repeated + withheld)
      },
    ),
    { numRuns: 60 },
  )
}, 120_000)

test('the same of ODS, whose rows may be repeated', async () => {
  const row = fc.record({
    device: fc.nat(5),
    times: fc.integer({ min: 1, max: 3 }),
    isHidden: fc.boolean(),
    isError: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), fc.boolean(), async (rows, visible) => {
      const counts = { labelled: 0, refused: 0, repeated: 0 }
      const taken = rows.filter(({ isHidden }) => !(visible && isHidden))
      for (const device of new Set(taken.map((one) => one.device))) {
        const same = taken.filter((one) => one.device === device)
        const all = same.reduce((sum, { times }) => sum + times, 0)
        // A device that is sound here and an error there is refused in both places.
        if (same.some(({ isError }) => isError)) counts.refused += all
        else {
          counts.labelled++
          counts.repeated += all - 1
        }
      }
      const written = rows.map(({ device, times, isHidden, isError }) => {
        const cells = deviceOf(device)
          .map((text) => odsText(text))
          .join('')
        const last = isError ? '<table:table-cell table:formula="of:=NA()" calcext:value-type="error"/>' : ''
        const hidden = isHidden ? 'table:visibility="filter"' : ''
        return odsRow(cells + last, `table:number-rows-repeated="${times}" ${hidden}`)
      })
      fc.pre(counts.labelled > 0)
      const names = odsRow(
        ['DevEUI', 'AppEUI', 'Owner Token', 'Serial', 'Note', 'Check'].map((name) => odsText(name)).join(''),
      )
      const blank = odsRow(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        'table:number-rows-repeated="1000"',
      )
      const content = ods(odsTable(names + blank + written.join(blank)))
      const { read, labelled, refused, repeated, withheld } = await runBatch({
        input: temporaryFile(content, 'devices.ods'),
        out: join(temporaryFolder(), 'out'),
        as: ['csv'],
        workers: 0,
        skipBadRows: true,
        visible,
      })
      expect({ labelled, refused, repeated, withheld }).toEqual({ ...counts, withheld: 0 })
      expect(read).toBe(labelled + refused + repeated + withheld)
    }),
    { numRuns: 40 },
  )
}, 120_000)
