import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tasksOf } from '../../src/job/tasks.ts'
import { createBitSet } from '../../src/preflight/compact/bit-set.ts'
import { cutShards, digestOfShard } from '../../src/shards/cut-shards.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

/** Parts of ten bytes and five rows each, the last one of two. */
const chunks = Array.from({ length: 9 }, (_, at) => ({
  input: 0,
  start: 10 * at,
  end: 10 * at + 10,
  line: 1 + 5 * at,
  index: 5 * at,
  rows: at === 8 ? 2 : 5,
}))
const preflight = { chunks, excluded: createBitSet(), sound: 42 }

test.each([1, 2, 4, 9, 20])('%i shards have every part once, in order, and about as many rows', (of) => {
  const shards = cutShards(chunks, tasksOf(preflight), of)
  expect(shards).toHaveLength(of)
  expect(shards.flatMap(({ from, to }) => chunks.slice(from, to))).toEqual(chunks)
  expect(shards.reduce((sum, { labels }) => sum + labels, 0)).toBe(42)
  for (const { rows, from, reads } of shards) {
    expect(Math.abs(rows - 42 / of)).toBeLessThanOrEqual(5)
    expect(reads).toBe(from)
  }
})

test('a shard in which a carton is filled up also reads the parts in which it was begun', () => {
  const [first, second] = cutShards(chunks, tasksOf(preflight, { cartonSize: 12 }), 2)
  expect(first).toMatchObject({ from: 0, reads: 0 })
  // 20 labels before it, of which 8 are in a carton that is begun: those of two parts.
  expect(second).toMatchObject({ from: 4, reads: 2, to: 9 })
})

test('the digest of a shard is that of all bytes that it reads, and of no others', () => {
  const path = join(temporaryFolder(), 'devices.csv')
  const digest = (changed: number): string => {
    const bytes = Buffer.alloc(90, 'a')
    if (changed >= 0) bytes[changed] = 0x62
    writeFileSync(path, bytes)
    return digestOfShard(Buffer.alloc(32, 1), [{ path }], chunks, { reads: 2, to: 5 })
  }
  const whole = digest(-1)
  expect([0, 19, 50, 89].map(digest)).toEqual([whole, whole, whole, whole])
  for (const changed of [20, 35, 49]) expect(digest(changed)).not.toBe(whole)
})
