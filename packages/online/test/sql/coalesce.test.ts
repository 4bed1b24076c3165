import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createCoalescer } from '../../src/sql/coalesce.ts'
import type { CoalescerOptions } from '../../src/sql/coalesce.ts'

/** A coalescer of numbers that doubles them, a batch at a time, and keeps what it was given. */
function doubling(
  options: Partial<
    Pick<
      CoalescerOptions<number, number>,
      'mostInFlight' | 'mostRows' | 'nameOf' | 'isShared' | 'leastRows' | 'nextTurn'
    >
  > = {},
) {
  const batches: (readonly number[])[] = []
  const coalescer = createCoalescer<number, number>({
    mostInFlight: 1,
    mostRows: 100,
    ...options,
    async run(batch) {
      batches.push(batch)
      await setImmediate()
      if (batch.includes(13)) throw new Error('thirteen')
      return batch.map((one) => (one === 7 ? { error: new Error('seven') } : { answer: one * 2 }))
    },
  })
  return { ...coalescer, batches }
}

describe('a coalescer', () => {
  test('puts together what is asked in one turn, and what comes while a batch is under way', async () => {
    const { ask, batches } = doubling()
    const early = [1, 2, 3].map(ask)
    await Promise.resolve()
    await Promise.resolve()
    const late = [4, 5].map(ask)
    expect(await Promise.all([...early, ...late])).toEqual([2, 4, 6, 8, 10])
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  test('bounds a batch, and never puts two of one name into it', async () => {
    const { ask, batches } = doubling({ mostRows: 3, nameOf: (one) => String(one % 10) })
    expect(await Promise.all([1, 11, 2, 3, 4, 21].map(ask))).toEqual([2, 22, 4, 6, 8, 42])
    expect(batches).toEqual([[1, 2, 3], [11, 4], [21]])
  })

  test('gives each its own error, and a failed batch one for all', async () => {
    const { ask } = doubling()
    const outcomes = await Promise.allSettled([6, 7, 8].map(ask))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const failed = await Promise.allSettled([12, 13].map(ask))
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await ask(1)).toBe(2)
  })

  test('answers many with one promise, each with its own outcome, beside those that are asked one by one', async () => {
    const { ask, askAll, batches } = doubling({ mostRows: 3 })
    const alone = ask(9)
    expect(await askAll([1, 7, 3, 4])).toEqual([
      { answer: 2 },
      { error: new Error('seven') },
      { answer: 6 },
      { answer: 8 },
    ])
    expect(await alone).toBe(18)
    expect(batches).toEqual([
      [9, 1, 7],
      [3, 4],
    ])
    expect(await askAll([1, 13])).toEqual([
      { error: new Error('thirteen') },
      { error: new Error('thirteen') },
    ])
    expect(await askAll([])).toEqual([])
  })

  test('has no more batches under way than it may', async () => {
    let [now, most] = [0, 0]
    const { ask } = createCoalescer<number, number>({
      mostInFlight: 2,
      mostRows: 1,
      async run(batch) {
        now += 1
        most = Math.max(most, now)
        await setImmediate()
        now -= 1
        return batch.map((answer) => ({ answer }))
      },
    })
    await Promise.all(Array.from({ length: 20 }, (_, at) => ask(at)))
    expect(most).toBe(2)
  })

  test('shares what waits between batches that may be under way side by side', async () => {
    const { ask, batches } = doubling({ mostInFlight: 2, isShared: true })
    await Promise.all(Array.from({ length: 40 }, (_, at) => ask(at + 20)))
    expect(batches.map(({ length }) => length)).toEqual([20, 20])
    // A few are not worth it.
    await Promise.all(Array.from({ length: 6 }, (_, at) => ask(at + 20)))
    expect(batches.map(({ length }) => length)).toEqual([20, 20, 6])
    const dear = doubling({ mostInFlight: 2, isShared: true, leastRows: 32 })
    await Promise.all(Array.from({ length: 40 }, (_, at) => dear.ask(at + 20)))
    expect(new Set(dear.batches.map(({ length }) => length))).toEqual(new Set([32, 8]))
  })

  test('shares evenly what callers ask who ask again when they have their answer', async () => {
    const { ask, batches } = doubling({ mostInFlight: 2, isShared: true, nextTurn: setImmediate })
    const caller = async (number: number): Promise<void> => {
      // As far from each other as callers are who do some work in between.
      for (let at = 0; at < 5; at += 1) {
        for (let hop = 0; hop < number; hop += 1) await Promise.resolve()
        await ask(number + 20)
      }
    }
    await Promise.all(Array.from({ length: 40 }, (_, at) => caller(at)))
    expect(batches.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 20))
  })

  test('says when it is idle', async () => {
    const { ask, idle } = doubling()
    const asked = ask(1)
    let isDone = false
    void asked.then(() => (isDone = true))
    await idle()
    expect(isDone).toBe(true)
    await idle()
  })
})
