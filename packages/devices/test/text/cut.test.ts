import * as fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cutInputs, type Cut } from '../../src/text/cut.ts'
import type { CsvInput } from '../../src/input/input.ts'
import type { RawRecord } from '../../src/text/record.ts'
import { readRecords } from '../../src/text/records.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

async function cutsOf(path: string, records: number, readSize?: number): Promise<Cut[]> {
  const input: CsvInput = { kind: 'csv', path, start: 0, line: 1, delimiter: ',', roles: [], headings: {} }
  const cuts: Cut[] = []
  for await (const cut of cutInputs([input], records, { readSize })) cuts.push(cut)
  return cuts
}

/** Offset, line and text of every record, as the reader of records finds them in a range. */
async function recordsOf(
  path: string,
  range: { start: number; end?: number; line: number },
): Promise<Omit<RawRecord, 'isAscii'>[]> {
  const found: Omit<RawRecord, 'isAscii'>[] = []
  for (const records of readRecords({ path, ...range }, ','))
    for (const { text, line, offset } of records) found.push({ text, line, offset })
  return found
}

test('the parts hold the records that the file holds, whatever is quoted and however it is read', async () => {
  const path = temporaryFile('')
  const pieces = fc.constantFrom('"', '""', ',', '\n', '\r\n', 'a', ',"', '",', '"\n', 'é')
  const contents = fc.array(pieces, { maxLength: 60 }).map((parts) => `${parts.join('')}"\n`)
  const small = fc.integer({ min: 1, max: 9 })
  await fc.assert(
    fc.asyncProperty(contents, small, small, async (content, records, readSize) => {
      writeFileSync(path, content)
      const cuts = await cutsOf(path, records, readSize)
      expect(cuts.at(-1)?.end).toBe(Buffer.byteLength(content))
      const whole = await recordsOf(path, { start: 0, line: 1 }).catch(() => undefined)
      if (whole === undefined) return
      const parts = []
      for (const cut of cuts) parts.push(...(await recordsOf(path, cut)))
      expect(parts).toEqual(whole)
    }),
    { numRuns: 400 },
  )
})

test('every stretch but the last has as many records as asked for', async () => {
  const cuts = await cutsOf(temporaryFile('1\n2\n"3\n3"\n4\n5'), 2)
  expect(cuts).toEqual([
    { input: 0, start: 0, end: 4, line: 1 },
    { input: 0, start: 4, end: 12, line: 3 },
    { input: 0, start: 12, end: 13, line: 6 },
  ])
})
