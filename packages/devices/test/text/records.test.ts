import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/issue.ts'
import type { RawRecord } from '../../src/text/record.ts'
import { readRecords } from '../../src/text/records.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

async function recordsOf(content: string, delimiter: string | null = ','): Promise<readonly RawRecord[]> {
  return collect(temporaryFile(content), 0, undefined, 1, delimiter ?? undefined)
}

async function collect(
  path: string,
  start: number,
  end: number | undefined,
  line: number,
  delimiter: string | undefined,
): Promise<readonly RawRecord[]> {
  const records: RawRecord[] = []
  const range = { path, start, line, ...(end === undefined ? {} : { end }) }
  for (const batch of readRecords(range, delimiter)) records.push(...batch)
  // It depends on what is read together with a record.
  expect(records.filter(({ text, isAscii }) => isAscii && /[^\0-\x7f]/.test(text))).toEqual([])
  return records
}

test('the last record needs no line end', async () => {
  expect((await recordsOf('a\nb')).map(({ text }) => text)).toEqual(['a', 'b'])
  expect((await recordsOf('a\r\nb\r\n')).map(({ text }) => text)).toEqual(['a', 'b'])
})

test('lines are those of an editor, blank ones and quoted line breaks included', async () => {
  const records = await recordsOf('a\n\n"b\r\nstill b",c\r\n   \nd')
  expect(records).toEqual([
    { text: 'a', line: 1, offset: 0, isAscii: true },
    { text: '"b\r\nstill b",c', line: 3, offset: 3, isAscii: true },
    { text: 'd', line: 6, offset: 23, isAscii: true },
  ])
})

test.each([
  ['first', 'é', 'b'],
  ['second', 'a', 'é'],
])('a record that two reads bring is of ASCII only if both are: not the %s', async (_, first, second) => {
  // The line break within the quotes is the last byte of the first 256 KiB.
  const begun = `"${first}\n`
  const before = 'x'.repeat(1023).concat('\n').repeat(256).slice(Buffer.byteLength(begun))
  const records = await recordsOf(`${before}${begun}${second}",d\n`)
  expect(records).toHaveLength(257)
  expect(records.at(-1)).toMatchObject({ isAscii: false })
})

test('offsets count bytes, so any record can be found again', async () => {
  const content = 'ä,1\n"ö\n€",2\nü,3\n'
  const path = temporaryFile(content)
  const bytes = readFileSync(path)
  for (const { text, offset } of await recordsOf(content)) {
    expect(bytes.subarray(offset, offset + Buffer.byteLength(text)).toString()).toBe(text)
  }
})

test('a stretch reads as the same stretch of the whole', async () => {
  const content = Array.from({ length: 9000 }, (_, i) => `${i},"${i % 7 === 0 ? 'x\ny' : 'ä'}"`).join('\n')
  const path = temporaryFile(content)
  const whole = await collect(path, 0, undefined, 1, ',')
  const part = whole.slice(1234, 8123)
  const [from] = part
  const to = whole.at(8123)
  expect(whole).toHaveLength(9000)
  expect(await collect(path, from?.offset ?? 0, to?.offset, from?.line ?? 0, ',')).toEqual(part)
  expect(await collect(path, 100, 100, 1, ',')).toEqual([])
})

test('records come whole wherever a read ends', async () => {
  // Reads are 256 KiB; lines of 1,000 and of 999 bytes put their ends everywhere.
  const lines = Array.from({ length: 1500 }, (_, i) => String(i).padEnd(999 + (i % 2), 'é'))
  expect((await recordsOf(lines.join('\n'))).map(({ text }) => text)).toEqual(lines)
})

describe('what cannot be a list of devices', () => {
  test.each([
    ['unclosed-quote', 'a\n"b\nc\nd', ',', 2],
    ['unclosed-quote', `a\n"b\n${'x\n'.repeat(40_000)}`, ',', 2],
    ['record-too-long', `a\n${'x'.repeat(70_000)}`, ',', 2],
    ['record-too-long', `a\n${'x'.repeat(70_000)}\nb`, ',', 2],
  ])('%s', async (code, content, delimiter, line) => {
    const error = await recordsOf(content, delimiter).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).issue).toMatchObject({ code, line })
  })

  test('one record a line knows no quotes', async () => {
    expect((await recordsOf('{"a":"b\n"c', null)).map(({ text }) => text)).toEqual(['{"a":"b', '"c'])
  })
})
