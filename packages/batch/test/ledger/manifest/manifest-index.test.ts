import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../disk/test/temporary.ts'
import { jobFolder } from '../../../src/ledger/folder.ts'
import { indexManifest } from '../../../src/ledger/manifest/manifest-index.ts'

const LINES = 6000

function devEuiOf(number: number): string {
  return number.toString(16).toUpperCase().padStart(16, '0')
}

function lineOf(number: number): string {
  const addition = number % 3 === 0 ? { addition: 2 } : {}
  // Longer and shorter ones, so that they end anywhere in what is read at once.
  const format = 'f'.repeat(100 + (number % 700))
  const entry = {
    row: number,
    line: number + 1,
    ...addition,
    devEui: devEuiOf(number),
    format,
    symbols: [],
    files: [],
  }
  return `${JSON.stringify(entry)}\n`
}

function folderWith(manifest: string) {
  const folder = jobFolder(temporaryFolder())
  writeFileSync(folder.manifest, manifest)
  return folder
}

test('every line is found by its number, and those behind the bytes that count are not', () => {
  const text = Array.from({ length: LINES }, (_, number) => lineOf(number)).join('')
  expect(text.length).toBeGreaterThan(2 << 20)
  const found: string[] = []
  const index = indexManifest(folderWith(text + lineOf(LINES)), text.length, (devEui, number) => {
    found[number] = devEui
  })
  expect(index.length).toBe(LINES)
  expect(found).toEqual(Array.from({ length: LINES }, (_, number) => devEuiOf(number)))
  for (const number of [0, 1, 2999, LINES - 1])
    expect(index.entry(number)).toMatchObject({ row: number, devEui: devEuiOf(number) })
  expect(index.entry(1)).not.toHaveProperty('addition')
  expect(index.entry(3)).toMatchObject({ addition: 2 })
  index.close()
})

test.each(['{"row":1,"line":2}\n', 'no line', '\n', 'x'.repeat(3 << 20)])('%#: damage is said', (text) => {
  const folder = folderWith(text)
  expect(() => indexManifest(folder, text.length, () => undefined)).toThrow(
    /cannot be read \(manifest\.ndjson\)/,
  )
})
