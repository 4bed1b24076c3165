import type { RowIssue } from '@claimtag/devices'
import { readdirSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { createCauseCounter, createRefusalCollector, refusalLine } from '../../src/preflight/refusals.ts'

const issue = (line: number, code = 'missing-value', field = 'devEui'): RowIssue => ({
  line,
  code,
  field,
  reason: `${field} is empty. "é", \n`,
})

async function collected(rows: readonly RowIssue[], conflicts: readonly RowIssue[] = [], chunk = 100) {
  const collector = createRefusalCollector()
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk)
    const counter = createCauseCounter()
    for (const one of part) counter.add(one)
    collector.add(Buffer.from(part.map(refusalLine).join('')), counter.causes())
  }
  const refusals = collector.done(() => conflicts)
  onTestFinished(() => refusals.dispose())
  return refusals
}

test('rows and conflicts come in the order of lines, as often as asked', async () => {
  const rows = [2, 3, 3, 9].map((line) => issue(line))
  const conflicts = [1, 3, 10].map((line) => issue(line, 'token-conflict', 'ownerToken'))
  const refusals = await collected(rows, conflicts, 2)
  for (let round = 0; round < 2; round++)
    expect([...refusals.all()].map(({ line, code }) => [line, code])).toEqual([
      [1, 'token-conflict'],
      [2, 'missing-value'],
      [3, 'missing-value'],
      [3, 'missing-value'],
      [3, 'token-conflict'],
      [9, 'missing-value'],
      [10, 'token-conflict'],
    ])
  expect(refusals.causes).toMatchObject([
    { code: 'missing-value', count: 4, line: 2 },
    { code: 'token-conflict', count: 3, line: 1 },
  ])
})

test('more than fits into memory comes back as it was, and leaves nothing behind', async () => {
  const place = temporaryFolder()
  vi.stubEnv('TMPDIR', place)
  onTestFinished(() => void vi.unstubAllEnvs())
  const rows = Array.from({ length: 30_000 }, (_, index) => issue(index))
  const refusals = await collected(rows)
  expect([...refusals.all()]).toEqual(rows)
  // A reader that stops half-way does not disturb the next one.
  for (const { line } of refusals.all()) if (line === 1000) break
  expect([...refusals.all()].length).toBe(rows.length)
  await refusals.dispose()
  expect(readdirSync(place)).toEqual([])
})

test('nothing refused is nothing said', async () => {
  const refusals = await collected([])
  expect([...refusals.all()]).toEqual([])
  expect(refusals.causes).toEqual([])
})
