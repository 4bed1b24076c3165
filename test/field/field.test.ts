import { thingpark, tr005 } from '@claimtag/core'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { runBatch, type BatchOptions } from '@claimtag/batch'
import type { RowIssue } from '@claimtag/devices'
import { defaultTemplate } from '@claimtag/label'
import { afterAll, describe, expect, test } from 'vitest'

// Faults that only a whole file shows: rows that differ from all others, and columns that are not used.
const place = mkdtempSync(join(tmpdir(), 'claimtag-field-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const field = (name: string) =>
  fileURLToPath(new URL(`../../packages/devices/test/field/${name}`, import.meta.url))

const eui = (index: number) => (0x70b3d57ed0100000n + BigInt(index)).toString(16).toUpperCase()
const tokenOf = (index: number) => createHash('md5').update(`t${index}`).digest('base64')
const dashed = (index: number) => eui(index).replace(/(..)(?!$)/g, '$1-')

let files = 0
async function check(content: string, options: Partial<BatchOptions> = {}) {
  const input = join(place, `input-${files++}`)
  writeFileSync(input, content)
  return checkFile(input, options)
}

async function checkFile(input: string, options: Partial<BatchOptions> = {}) {
  return runBatch({ input, out: place, format: tr005, dryRun: true, workers: 0, ...options })
}

const of = (issues: readonly RowIssue[]) => issues.map(({ line, code }) => `${line} ${code}`)

test('a token that lost its zeros', async () => {
  const { refusals, refused, withheld } = await checkFile(field('01-excel-ate-token.csv'))
  expect(of(refusals)).toEqual([
    '3 spreadsheet-number',
    '3 spreadsheet-number',
    '4 spreadsheet-number',
    '4 spreadsheet-number',
    '5 lost-zeros',
  ])
  expect([refused, withheld]).toEqual([3, 1])
})

test('serial numbers that two devices have', async () => {
  const { warnings } = await checkFile(field('15-duplicate-serial.csv'), { format: thingpark })
  expect(warnings).toMatchObject([{ line: 3, code: 'duplicate-serial', lines: [2] }])
})

test('how a file was read comes before what is wrong with rows', async () => {
  const { warnings } = await checkFile(field('07-title-rows.csv'), { format: thingpark, skipBadRows: true })
  expect(of(warnings)).toEqual(['1 passed-over'])
})

describe('columns that nothing is taken from', () => {
  const content =
    'DevEUI;AppEUI;token;Note;Colour;Serial\n70B3D57ED00A0004;70B3D57ED0000002;C915005D;x;red;S1\n'
  test('are named', async () => {
    expect(await check(content)).toMatchObject({ unused: ['Note', 'Colour'] })
    expect(await checkFile(field('03-serial-heading.csv'), { format: thingpark })).toMatchObject({
      unused: [],
    })
  })

  test('but not those that a label shows', async () => {
    const [qr] = defaultTemplate.elements.filter(({ type }) => type === 'qr')
    const text = { type: 'text', x: 27, y: 3, width: 20, size: 1.5, minSize: 1 } as const
    const template = {
      ...defaultTemplate,
      elements: [
        ...(qr === undefined ? [] : [qr]),
        { ...text, text: '{Note} {devEui[0:8]}', when: 'Colour' },
      ],
    }
    expect(await check(content, { template })).toMatchObject({ unused: [] })
  })
})

test('rounded serial numbers', async () => {
  const rows = [1, 2, 3].map((n) => `70B3D57ED00A000${n};70B3D57ED0000002;C915005${n};114992868224900${n}00`)
  const rounded = rows.map((row) => row.replace(/\d00$/, '000'))
  const header = 'DevEUI;AppEUI;token;Serial\n'
  expect(of((await check(header + rounded.join('\n'))).refusals)).toEqual([
    '2 rounded-number',
    '3 rounded-number',
    '4 rounded-number',
  ])
  const exact = rows.map((row, at) => row.replace(/00$/, `0${at + 1}`))
  expect(await check(header + exact.join('\n'))).toMatchObject({ refused: 0 })
})

describe('every row is accounted for, whatever the file holds', () => {
  type Kind = 'sound' | 'refused' | 'blank' | 'repeat'
  interface Made {
    readonly kind: Kind
    readonly cells: readonly string[]
  }
  const APP = '70B3D57ED0000002'

  const kinds: Readonly<Record<string, (index: number) => Made>> = {
    plain: (n) => ({ kind: 'sound', cells: [eui(n), APP, tokenOf(n), `S${n}`] }),
    dashed: (n) => ({ kind: 'sound', cells: [dashed(n), `0x${APP}`, tokenOf(n), ''] }),
    spelled: (n) => ({
      kind: 'sound',
      cells: [`eui-${eui(n).toLowerCase()}`, APP, `'${tokenOf(n)}`, `'00${n}`],
    }),
    guarded: (n) => ({ kind: 'sound', cells: [eui(n), APP, tokenOf(n), `="0${n}"`] }),
    invisible: (n) => ({ kind: 'sound', cells: [`${eui(n)}\u200B`, APP, tokenOf(n), `S${n}`] }),
    tag: (n) => ({ kind: 'refused', cells: [`LW:D0:${APP}:${eui(n)}:00000000`, '', '', ''] }),
    eaten: (n) => ({ kind: 'refused', cells: [eui(n), APP, '4.4305E+16', `S${n}`] }),
    date: (n) => ({ kind: 'refused', cells: [eui(n), APP, tokenOf(n), '20.11.2026'] }),
    errors: () => ({ kind: 'refused', cells: ['#N/A', '#N/A', '#N/A', '#N/A'] }),
    letter: (n) => ({ kind: 'refused', cells: [eui(n).replace('0', 'O'), APP, tokenOf(n), `S${n}`] }),
    placeholder: () => ({ kind: 'refused', cells: ['XXXX', 'XXXX', 'XXXX', 'TBD'] }),
    empty: () => ({ kind: 'refused', cells: ['0000000000000000', APP, tokenOf(0), 'S'] }),
    noToken: (n) => ({ kind: 'refused', cells: [eui(n), APP, '', `S${n}`] }),
    footer: () => ({ kind: 'refused', cells: ['3', '', '', 'Total'] }),
    header: () => ({ kind: 'refused', cells: ['DevEUI', 'AppEUI', 'token', 'serial'] }),
    blank: () => ({ kind: 'blank', cells: ['', '', '', ''] }),
    repeat: () => ({ kind: 'repeat', cells: [eui(0), APP, tokenOf(0), 'S0'] }),
  }
  // Its token is in the row that comes first, so that conflicts need no counting.
  const rowsOf = (names: readonly string[]): readonly Made[] => [
    { kind: 'sound', cells: [eui(0), APP, tokenOf(0), 'S0'] },
    ...names.map((name, at) => {
      const made = kinds[name]?.(at + 1)
      if (made === undefined) throw new Error(name)
      return name === 'empty'
        ? { ...made, cells: made.cells.map((cell, column) => (column === 2 ? tokenOf(100_000 + at) : cell)) }
        : made
    }),
  ]
  const names = fc.array(fc.constantFrom(...Object.keys(kinds)), { maxLength: 40 })
  const count = (rows: readonly Made[], kind: Kind) => rows.filter((row) => row.kind === kind).length

  interface Account {
    readonly read: number
    readonly refused: number
    readonly repeated: number
    readonly withheld: number
  }

  /** The job's account of all rows, and the expected one. */
  async function account(content: string, rows: readonly Made[]): Promise<{ said: Account; made: Account }> {
    const { read, labelled, refused, repeated, withheld } = await check(content, {
      format: thingpark,
      skipBadRows: true,
      chunkRows: 7,
    })
    expect(read).toBe(labelled + refused + repeated + withheld)
    const made = {
      read: rows.length - count(rows, 'blank'),
      refused: count(rows, 'refused'),
      repeated: count(rows, 'repeat'),
      withheld: count(rows, 'sound'),
    }
    return { said: { read, refused, repeated, withheld }, made }
  }

  test('CSV', async () => {
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      end: fc.constantFrom('\n', '\r\n', '\r\r\n'),
      before: fc.constantFrom('', '\uFEFF', 'Shipping list\n', '# made by hand\nweek 47\n\n'),
      trailing: fc.constantFrom('', '\u001A', '\n\n'),
      isQuoted: fc.boolean(),
      isCut: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        names,
        dialect,
        async (chosen, { delimiter, end, before, trailing, isQuoted, isCut }) => {
          const rows = rowsOf(chosen)
          const write = (cell: string): string =>
            isQuoted || cell.includes('"') ? ` "${cell.replaceAll('"', '""')}"` : cell
          const lines = rows.map(({ cells }) => {
            const kept = isCut ? cells.slice(0, lastFilled(cells) + 1) : cells
            return kept.map(write).join(delimiter)
          })
          const header = ['DevEUI', 'AppEUI', 'Owner Token', 'S/N'].join(delimiter)
          const { said, made } = await account(
            `${before}${[header, ...lines].join(end)}${end}${trailing}`,
            rows,
          )
          expect(said).toEqual(made)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('JSON', async () => {
    const shapes: Readonly<Record<string, (objects: readonly string[]) => string>> = {
      lines: (objects) => objects.join('\n'),
      list: (objects) => `[${objects.join(',\n')}]`,
      'a list in an object': (objects) => `{"total": 3, "end_devices": [${objects.join(',')}]}`,
      'one after the other': (objects) => objects.map((text) => text.replaceAll('","', '",\n "')).join(''),
    }
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.constantFrom(...Object.keys(shapes)),
        fc.boolean(),
        async (chosen, shape, isNested) => {
          const rows = rowsOf(chosen)
          const objects = rows.map(({ cells: [devEui, joinEui, token = '', serial] }) =>
            JSON.stringify(
              isNested
                ? {
                    ids: { dev_eui: devEui, join_eui: joinEui },
                    claim_authentication_code: { value: token },
                    serial,
                  }
                : { devEui, joinEui, token, serial },
            ),
          )
          const { said, made } = await account(shapes[shape]?.(objects) ?? '', rows)
          expect(said).toEqual(made)
        },
      ),
      { numRuns: 60 },
    )
  })
})

function lastFilled(cells: readonly string[]): number {
  return cells.reduce((last, cell, at) => (cell === '' ? last : at), -1)
}
