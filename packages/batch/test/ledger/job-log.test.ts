import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { jobFolder, type JobFolder } from '../../src/ledger/folder.ts'
import { openJobLog, readJobLog } from '../../src/ledger/job-log.ts'
import { jobKey } from '../../src/ledger/key.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

interface Entry {
  readonly number: number
}

const parse = (line: string): Entry => JSON.parse(line) as Entry
let folder: JobFolder

function add(...added: readonly number[]): void {
  const log = openJobLog<Entry>(folder, folder.deliveries, { parse }, folder.deliveriesEnd)
  for (const number of added) log.append({ number })
  log.close()
}

function numbers(): readonly number[] {
  const found: number[] = []
  const take = ({ number }: Entry): unknown => found.push(number)
  readJobLog<Entry>(folder, folder.deliveries, { parse, take }, folder.deliveriesEnd)
  return found
}

beforeEach(() => {
  folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  jobKey(folder)
})

test('goes on over several runs', () => {
  add(1, 2)
  add(3)
  expect(numbers()).toEqual([1, 2, 3])
})

test('lines of before the log was bound are read, and those behind them bound', () => {
  writeFileSync(folder.deliveries, '{"number":1}\n{"number":2}\n')
  add(3)
  expect(numbers()).toEqual([1, 2, 3])
  writeFileSync(
    folder.deliveries,
    readFileSync(folder.deliveries, 'utf8').replace('"number":1', '"number":9'),
  )
  expect(numbers).toThrow(expect.objectContaining({ code: 'job-damaged' }))
})

describe('is damaged when', () => {
  test.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['its last line is gone', (lines) => lines.slice(0, -1)],
    ['its last lines are gone', (lines) => lines.slice(0, 1)],
    ['all lines are gone', () => []],
    ['a line between others is gone', ([first = '', , ...rest]) => [first, ...rest]],
    ['two lines are exchanged', ([first = '', second = '', ...rest]) => [second, first, ...rest]],
    ['a line says something else', (lines) => lines.map((line) => line.replace('"number":2', '"number":7'))],
    ['a line stands twice', ([first = '', ...rest]) => [first, first, ...rest]],
    [
      'a line says something else, and none is bound',
      (lines) => lines.map((line) => line.replace(/,"chain":"\w+"/, '').replace('"number":2', '"number":7')),
    ],
  ])('%s', (_, change) => {
    add(1, 2, 3)
    const lines = readFileSync(folder.deliveries, 'utf8').trimEnd().split('\n')
    writeFileSync(
      folder.deliveries,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    )
    expect(numbers).toThrow(expect.objectContaining({ code: 'job-damaged' }))
    expect(() => add(4)).toThrow(expect.objectContaining({ code: 'job-damaged' }))
  })

  test('it is gone', () => {
    add(1)
    rmSync(folder.deliveries)
    expect(numbers).toThrow(expect.objectContaining({ code: 'job-damaged' }))
    expect(() => add(2)).toThrow(expect.objectContaining({ code: 'job-damaged' }))
  })

  test('where it ends cannot be read', () => {
    add(1)
    writeFileSync(folder.deliveriesEnd, '{"lines":"1"}')
    expect(numbers).toThrow(expect.objectContaining({ code: 'job-damaged' }))
  })
})
