import { expect, test } from 'vitest'
import type { ManifestLine } from '../../src/ledger/manifest/manifest.ts'
import { gatherRows } from '../../src/print/gather-rows.ts'

/** Labels as `a`, or `a2` when it was sent twice before; cartons as `#1`. */
async function rowsOf(columns: number, ...names: readonly string[]): Promise<readonly string[]> {
  async function* labels() {
    for (const name of names) {
      const files = { row: 1, line: 2, symbols: [], files: [] }
      const entry: ManifestLine = name.startsWith('#')
        ? { ...files, carton: Number(name.slice(1)), devices: 1 }
        : { ...files, devEui: name[0] ?? '', format: 'f' }
      yield { entry, sentBefore: name.startsWith('#') ? 0 : Number(name.slice(1)) }
    }
  }
  const rows: string[] = []
  for await (const { labels: row, sentBefore } of gatherRows(labels(), columns))
    rows.push(row.map((line) => ('carton' in line ? `#${line.carton}` : line.devEui)).join('') + sentBefore)
  return rows
}

test('labels come side by side, and the last row has what is left', async () => {
  expect(await rowsOf(2, 'a', 'b', 'c')).toEqual(['ab0', 'c0'])
  expect(await rowsOf(3, 'a', 'b', 'c')).toEqual(['abc0'])
  expect(await rowsOf(1, 'a', 'b')).toEqual(['a0', 'b0'])
  expect(await rowsOf(2)).toEqual([])
})

test('a carton is a print of its own', async () => {
  expect(await rowsOf(2, 'a', '#1', 'b', 'c', '#2', '#3', 'd')).toEqual([
    'a0',
    '#10',
    'bc0',
    '#20',
    '#30',
    'd0',
  ])
})

test('labels that were sent before are not mixed with others', async () => {
  expect(await rowsOf(2, 'a1', 'b', 'c', 'd1', 'e1', 'f2')).toEqual(['a1', 'bc0', 'de1', 'f2'])
})
