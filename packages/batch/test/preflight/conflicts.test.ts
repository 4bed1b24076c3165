import type { Row } from '@claimtag/devices'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createConflictFinder } from '../../src/preflight/conflicts.ts'

interface Sample {
  readonly devEui: string
  readonly ownerToken: string
  readonly serialNumber: string
}

// Few values, so that they meet.
const samples = fc.array(
  fc.record({
    devEui: fc.constantFrom(
      '70B3D57ED0000001',
      '70-B3-D5-7E-D0-00-00-01',
      '70B3D57ED0000002',
      '70B3D57ED0000003',
    ),
    ownerToken: fc.constantFrom('aaaa', 'bbbb', 'cccc'),
    serialNumber: fc.constantFrom('S1', 'S2'),
  }),
  { maxLength: 40 },
)

function rowOf(fields: Sample, index: number): Row {
  const headings = { devEui: 'DevEUI' }
  return {
    index,
    line: index + 2,
    offset: 0,
    cells: { fields, columns: {}, headings },
    issues: [],
    warnings: [],
  }
}

function found(rows: readonly Sample[]): readonly string[] {
  const finder = createConflictFinder()
  rows.forEach((fields, index) => finder.add(rowOf(fields, index), true, true))
  const verdict = finder.verdict()
  return [
    ...[...verdict.refused()].map(({ index, issue }) => `${index} ${issue.code} ${issue.lines?.join()}`),
    ...[...verdict.repeated()].map(({ index, issue }) => `${index} ${issue.code} ${issue.lines?.join()}`),
  ]
}

/** The same, said slowly: every row against every other. */
function expected(rows: readonly Sample[]): readonly string[] {
  const plain = rows.map((row, index) => ({ ...row, devEui: row.devEui.replaceAll('-', ''), index }))
  const alike = (a: (typeof plain)[number]) => plain.filter((b) => b.devEui === a.devEui)
  const whole = ({ devEui, ownerToken, serialNumber }: Sample) => `${devEui} ${ownerToken} ${serialNumber}`
  const isSound = (a: (typeof plain)[number]) => alike(a).every((b) => whole(b) === whole(a))
  const isRepeat = (a: (typeof plain)[number]) => isSound(a) && alike(a)[0] !== a
  const linesOf = (group: readonly (typeof plain)[number][], a: (typeof plain)[number]) =>
    group
      .filter((b) => b !== a)
      .map(({ index }) => index + 2)
      .slice(0, 10)
      .join()
  const refused = plain.flatMap((a) => {
    const tokens = plain.filter((b) => b.ownerToken === a.ownerToken && !isRepeat(b))
    return [
      ...(isSound(a) ? [] : [`${a.index} dev-eui-conflict ${linesOf(alike(a), a)}`]),
      ...(isRepeat(a) || tokens.length < 2 ? [] : [`${a.index} token-conflict ${linesOf(tokens, a)}`]),
    ]
  })
  const repeated = plain
    .filter(isRepeat)
    .map((a) => `${a.index} identical-repeat ${(alike(a)[0]?.index ?? 0) + 2}`)
  return [...refused, ...repeated]
}

test('conflicts and repeats are those that a comparison of every row with every other finds', () => {
  fc.assert(
    fc.property(samples, (rows) => {
      expect(found(rows)).toEqual(expected(rows))
    }),
    { numRuns: 500 },
  )
})

test('a DevEUI in 100,000 rows names ten lines, and takes no longer than as many rows', () => {
  const finder = createConflictFinder()
  const fields = { devEui: '70B3D57ED0000001', ownerToken: 'aaaa' }
  for (let index = 0; index < 100_000; index++)
    finder.add(rowOf({ ...fields, serialNumber: String(index) }, index), true, true)
  let count = 0
  for (const { issue } of finder.verdict().refused()) {
    expect(issue.lines?.length).toBe(10)
    if (++count === 20) break
  }
  const all = [...finder.verdict().refused()].length
  expect(all).toBe(200_000)
})
