import { thingpark, tr005 } from '@claimtag/core'
import * as fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBatch } from '../src/index.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { ods, odsRow, odsTable, odsText, textRow, xlsx } from '../../devices/test/workbook/parts.ts'
import { FORMATS, KINDS, type Kind, NAMES, SHARED_TEXTS } from './workbook-kinds.ts'

// Every row of a workbook is counted exactly once, and only sound rows are labelled.

interface PlannedRow {
  readonly kind: string
  readonly isHidden: boolean
}

/** Sixteen bytes as base64, or four as hex digits with letters among them, so that none is taken for a number. */
const TOKENS = {
  base64: (index: number) => Buffer.alloc(16, `token ${index} of the sixteen bytes`).toString('base64'),
  hex: (index: number) => `AB${index.toString(16).padStart(6, '0').toUpperCase()}`,
}
type Tokens = keyof typeof TOKENS

function deviceOf(index: number, tokens: Tokens = 'base64'): readonly string[] {
  const devEui = (0x70b3d57ed00a0000n + BigInt(index)).toString(16).toUpperCase()
  return [devEui, '70B3D57ED0000002', TOKENS[tokens](index), `S${index}`, 'n']
}

interface Counts {
  sound: number
  refused: number
  repeated: number
}

interface Sheet {
  /** The rows, as XML. */
  readonly rows: string
  readonly merges: string
  /** What becomes of them, counted by hand. */
  readonly counts: Counts
}

/** @param first the line of the first row */
function sheetOf(
  planned: readonly PlannedRow[],
  { visible, tokens, first }: { visible: boolean; tokens: Tokens; first: number },
): Sheet {
  const counts = { sound: 0, refused: 0, repeated: 0 }
  /** Rows of each device that is not wrong by itself, and whether two of them differ. */
  const devices = new Map<number, { rows: number; isTorn: boolean }>()
  const [rows, merges]: [string[], string[]] = [[], []]
  let lastSound: number | undefined
  let mergedFrom = first
  for (const [index, { kind, isHidden }] of planned.entries()) {
    const { cells, isMerged, ...said } = KINDS[kind] as Kind
    const becomes = tokens === 'hex' ? (said.inTr005 ?? said.becomes) : said.becomes
    const line = first + index
    const repeats = becomes === 'again' || becomes === 'otherwise' ? lastSound : undefined
    const device = [...deviceOf(repeats ?? index, tokens)]
    const isTorn = becomes === 'otherwise' && repeats !== undefined
    if (isTorn) device[NAMES.indexOf('Owner Token')] = TOKENS[tokens](1000 + index)
    rows.push(rowXml(line, cells(device, line), isHidden))

    if (isMerged === undefined) mergedFrom = line
    // Merged places must not overlap: the next line makes this one larger.
    else if (planned[index + 1]?.kind !== kind && mergedFrom < line)
      merges.push(`<mergeCell ref="A${mergedFrom}:A${line}"/>`)

    if ((visible && isHidden) || becomes === 'no row') continue
    if (becomes === 'refused') {
      counts.refused++
      continue
    }
    const same = repeats ?? index
    // Those of other kinds are not in the file as they would be repeated.
    if (cells === KINDS['as it is']?.cells) lastSound = same
    const before = devices.get(same) ?? { rows: 0, isTorn: false }
    devices.set(same, { rows: before.rows + 1, isTorn: before.isTorn || isTorn })
  }
  for (const { rows: same, isTorn } of devices.values()) {
    counts.sound += isTorn ? 0 : 1
    counts.repeated += isTorn ? 0 : same - 1
    counts.refused += isTorn ? same : 0
  }
  return {
    rows: rows.join(''),
    merges: merges.length === 0 ? '' : `<mergeCells>${merges.join('')}</mergeCells>`,
    counts,
  }
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
  const kind = fc.oneof(
    { weight: 1, arbitrary: fc.constant('as it is') },
    { weight: 3, arbitrary: fc.constantFrom(...Object.keys(KINDS)) },
  )
  const workbook = fc.record({
    planned: fc.array(fc.record({ kind, isHidden: fc.boolean() }), { minLength: 1, maxLength: 40 }),
    visible: fc.boolean(),
    tokens: fc.constantFrom<Tokens>('base64', 'hex'),
    titles: fc.nat(3),
    hasHiddenSheet: fc.boolean(),
    way: fc.constantFrom('around wrong rows', 'all or nothing', 'look only'),
  })
  await fc.assert(
    fc.asyncProperty(workbook, async ({ planned, visible, tokens, titles, hasHiddenSheet, way }) => {
      const header = titles + 1
      const { rows, merges, counts } = sheetOf(planned, { visible, tokens, first: header + 1 })
      // A token shows what it has lost beside one that is whole.
      const isWhole = (row: PlannedRow) => row.kind === 'as it is' && !(visible && row.isHidden)
      fc.pre(counts.sound > 0 && planned.some(isWhole))
      const above = Array.from({ length: titles }, (_, index) => textRow(index + 1, [`Title ${index}`]))
      const sheet = above.join('') + textRow(header, NAMES) + rows
      // Read as well, it would be a second sheet with devices, and the whole workbook refused.
      const hidden = textRow(1, NAMES) + textRow(2, deviceOf(2000, tokens))
      const content = xlsx({
        sheets: { Devices: sheet, ...(visible && hasHiddenSheet ? { Old: hidden } : {}) },
        states: { Old: 'state="hidden"' },
        behind: merges,
        formats: FORMATS,
        texts: SHARED_TEXTS,
      })
      const { read, labelled, refused, repeated, withheld } = await runBatch({
        input: temporaryFile(content, 'devices.xlsx'),
        out: join(temporaryFolder(), 'out'),
        as: ['csv'],
        format: tokens === 'hex' ? tr005 : thingpark,
        workers: 0,
        chunkRows: 7,
        visible,
        skipBadRows: way === 'around wrong rows',
        dryRun: way === 'look only',
      })
      const isMade = way === 'around wrong rows' || (way === 'all or nothing' && counts.refused === 0)
      expect({ labelled, refused, repeated, withheld }).toEqual({
        labelled: isMade ? counts.sound : 0,
        refused: counts.refused,
        repeated: counts.repeated,
        withheld: isMade ? 0 : counts.sound,
      })
      expect(read).toBe(labelled + refused + repeated + withheld)
    }),
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
