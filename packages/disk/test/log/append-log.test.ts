import * as fc from 'fast-check'
import { createHmac } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAppendLog, readAppendLog, type OpenLogOptions } from '../../src/log/append-log.ts'
import { temporaryFile, temporaryFolder } from '../temporary.ts'

interface Entry {
  readonly number: number
  readonly text?: string
}

function parse(line: string): Entry | undefined {
  try {
    const value = JSON.parse(line) as Entry
    return typeof value.number === 'number' ? value : undefined
  } catch {
    return undefined
  }
}

function digestOf(text: string): string {
  return createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32)
}

const chain = { digest: digestOf, name: 'log' }

function entriesOf(path: string, options: Partial<OpenLogOptions<Entry>> = {}): readonly Entry[] {
  const entries: Entry[] = []
  readAppendLog(path, { parse, take: (entry) => entries.push(entry), ...options })
  return entries
}

function logOf(count: number, options: Partial<OpenLogOptions<Entry>> = {}): string {
  const path = join(temporaryFolder(), 'log.ndjson')
  const log = openAppendLog(path, { parse, ...options })
  for (let number = 1; number <= count; number++) log.append({ number })
  log.close()
  return path
}

test('goes on behind the last whole line, wherever the power went', () => {
  const path = logOf(3)
  const whole = readFileSync(path)
  for (let length = whole.length; length >= 0; length--) {
    truncateSync(path, length)
    const log = openAppendLog(path, { parse })
    const left = whole.subarray(0, length).toString().split('\n').length - 1
    expect([log.lines, log.length]).toEqual([left, statSync(path).size])
    log.close()
    writeFileSync(path, whole)
  }
})

test('a line whose blocks came to the disk out of order is dropped when it is the last, and refused before', () => {
  const path = logOf(2)
  appendFileSync(path, '\0\0\0\0\0}\n')
  expect(entriesOf(path)).toEqual([{ number: 1 }, { number: 2 }])
  const log = openAppendLog(path, { parse })
  log.append({ number: 3 })
  log.close()
  expect(entriesOf(path).map(({ number }) => number)).toEqual([1, 2, 3])
  appendFileSync(path, 'x\n{"number":4}\n')
  expect(() => entriesOf(path)).toThrow(expect.objectContaining({ code: 'log-damaged' }))
  expect(() => openAppendLog(path, { parse })).toThrow('line 4')
})

test('lines of any length come back, however they lie on the pieces that are read', () => {
  const lengths = fc.array(fc.oneof(fc.nat(200), fc.integer({ min: 65_500, max: 65_560 }), fc.nat(200_000)), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(lengths, (all) => {
      const path = join(temporaryFolder(), 'log')
      const log = openAppendLog<Entry>(path, { parse })
      const entries = all.map((length, number) => ({ number, text: 'ü'.repeat(length / 2) }))
      log.add(...entries)
      log.sync()
      log.close()
      expect(entriesOf(path)).toEqual(entries)
    }),
    { numRuns: 30 },
  )
})

test('only so much of it counts as is asked for, and the rest goes when it is gone on with', () => {
  const path = logOf(3)
  const two = readFileSync(path, 'utf8').split('\n').slice(0, 2).join('\n').length + 1
  expect(entriesOf(path, { upTo: two })).toHaveLength(2)
  const log = openAppendLog(path, { parse, upTo: two })
  expect(log.lines).toBe(2)
  log.append({ number: 9 })
  log.close()
  expect(entriesOf(path).map(({ number }) => number)).toEqual([1, 2, 9])
})

test.skipIf(process.platform === 'win32')('is private, also when it was not', () => {
  const path = logOf(1)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  chmodSync(path, 0o644)
  openAppendLog(path, { parse }).close()
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test.skipIf(process.platform === 'win32')('is followed through no link, neither read nor written', () => {
  const mine = temporaryFile('{"number":1}\n')
  const folder = temporaryFolder()
  const [soft, hard, loose] = ['soft', 'hard', 'loose'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  symlinkSync(mine, soft)
  symlinkSync(join(folder, 'nothing'), loose)
  for (const path of [soft, loose]) {
    expect(() => openAppendLog(path, { parse })).toThrow(expect.objectContaining({ code: 'file-linked' }))
    expect(() => entriesOf(path)).toThrow(expect.objectContaining({ code: 'file-linked' }))
  }
  const other = join(folder, 'other')
  writeFileSync(other, '{"number":1}\nhalf')
  linkSync(other, hard)
  expect(() => openAppendLog(hard, { parse })).toThrow(expect.objectContaining({ code: 'file-linked' }))
  expect(readFileSync(other, 'utf8')).toBe('{"number":1}\nhalf')
  mkdirSync(join(folder, 'folder'))
  expect(() => openAppendLog(join(folder, 'folder'), { parse })).toThrow(
    expect.objectContaining({ code: 'not-a-file' }),
  )
})

test('one that is not there has no lines', () => {
  const path = join(temporaryFolder(), 'log')
  expect(readAppendLog(path, { parse, chain })).toEqual({ length: 0, lines: 0, tip: 'log', isCutOff: false })
})

describe('a chain', () => {
  const bound = { chain: { ...chain, isRequired: true } }

  test('goes on over any number of openings', () => {
    const path = logOf(2, bound)
    const log = openAppendLog(path, { parse, ...bound })
    log.append({ number: 3 }, { number: 4, text: ',"chain":"0"}' })
    const { tip } = log
    log.close()
    expect(readAppendLog(path, { parse, ...bound })).toMatchObject({ lines: 4, tip, isCutOff: false })
    expect(entriesOf(path, bound).at(-1)).toEqual({ number: 4, text: ',"chain":"0"}' })
  })

  test.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['a changed line', ([a = '', ...rest]) => [a.replace('1', '7'), ...rest]],
    ['a changed last line', (lines) => [...lines.slice(0, -1), lines.at(-1)?.replace(':4', ':7') ?? '']],
    ['a missing first line', ([, ...rest]) => rest],
    ['a missing line in the middle', ([a = '', , ...rest]) => [a, ...rest]],
    ['two lines exchanged', ([a = '', b = '', ...rest]) => [b, a, ...rest]],
    ['a line twice', ([a = '', ...rest]) => [a, a, ...rest]],
    ['a line added', (lines) => [...lines, '{"number":5}']],
    ['a line added with a chain', (lines) => [...lines, `{"number":5,"chain":"${'0'.repeat(32)}"}`]],
    ['chains taken away', (lines) => lines.map((line) => line.replace(/,"chain":"\w+"/, ''))],
  ])('shows %s', (_, change) => {
    const path = logOf(4, bound)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(entriesOf(path, bound)).toHaveLength(4)
    writeFileSync(path, `${change(lines).join('\n')}\n`)
    expect(() => entriesOf(path, bound)).toThrow(expect.objectContaining({ code: 'log-damaged' }))
  })

  test('a missing end has another tip', () => {
    const path = logOf(4, bound)
    const { tip, lines } = readAppendLog(path, { parse, ...bound })
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.slice(0, text.lastIndexOf('{')))
    const cut = readAppendLog(path, { parse, ...bound })
    expect([lines, cut.lines]).toEqual([4, 3])
    expect(cut.tip).not.toBe(tip)
  })

  test('of another log is none of this one', () => {
    const path = logOf(2, bound)
    const other = { chain: { ...bound.chain, name: 'other' } }
    expect(() => entriesOf(path, other)).toThrow(expect.objectContaining({ code: 'log-damaged' }))
  })

  test('lines of before need none, and are bound by the first that has one', () => {
    const path = logOf(2)
    const log = openAppendLog(path, { parse, chain })
    log.append({ number: 3 })
    log.close()
    expect(entriesOf(path, { chain })).toHaveLength(3)
    writeFileSync(path, readFileSync(path, 'utf8').replace('1', '7'))
    expect(() => entriesOf(path, { chain })).toThrow(expect.objectContaining({ code: 'log-damaged' }))
  })
})
