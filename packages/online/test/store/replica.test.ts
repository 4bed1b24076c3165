import { expect, test } from 'vitest'
import type { CodeReads, StoredCode } from '../../src/store/code-store.ts'
import { readFirst, type ReplicaEvent } from '../../src/postgres/replica.ts'

const key = { realm: '', devEui: '70B3D57ED00A0004' as never }
const code = { device: '{}' } as unknown as StoredCode

/** A replica that can be away, and how often it was asked. */
function replicaOf(): { reads: CodeReads; asked: () => number; fail: (error?: Error) => void } {
  let failure: Error | undefined
  let asked = 0
  const answer = async <T>(value: T): Promise<T> => {
    asked += 1
    return failure === undefined ? value : Promise.reject(failure)
  }
  const reads: CodeReads = { find: () => answer(code), list: () => answer([code]) }
  return { reads, asked: () => asked, fail: (error) => void (failure = error) }
}

const empty: CodeReads = { find: async () => undefined, list: async () => [] }

test('a replica that fails is told of once, left alone for a second, and told of once when it is back', async () => {
  let time = 0
  const events: ReplicaEvent[] = []
  const replica = replicaOf()
  const reads = readFirst(replica.reads, empty, { now: () => time, onEvent: (event) => events.push(event) })
  expect(await reads.find(key)).toBe(code)
  expect(events).toEqual([])

  replica.fail(Object.assign(new Error('postgres://me:secret@there is away'), { code: 'ECONNREFUSED' }))
  const before = replica.asked()
  for (time = 1; time <= 10; time += 1) {
    expect(await reads.find(key)).toBeUndefined()
    expect(await reads.list({ realm: '', limit: 1 })).toEqual([])
  }
  expect(replica.asked() - before).toBe(1)
  time = 1500
  expect(await reads.find(key)).toBeUndefined()
  expect(replica.asked() - before).toBe(2)
  expect(events).toEqual([{ type: 'replica-away', code: 'ECONNREFUSED' }])

  replica.fail(undefined)
  time = 2000
  expect(await reads.find(key)).toBeUndefined()
  time = 2600
  expect(await reads.list({ realm: '', limit: 1 })).toEqual([code])
  expect(await reads.find(key)).toBe(code)
  expect(events.slice(1)).toEqual([{ type: 'replica-back', awayMs: 2599 }])

  replica.fail(new Error('no code'))
  expect(await reads.find(key)).toBeUndefined()
  expect(events.slice(2)).toEqual([{ type: 'replica-away' }])
})

test('a listener that throws ends no read', async () => {
  const replica = replicaOf()
  replica.fail(new Error('away'))
  const reads = readFirst(replica.reads, empty, {
    now: () => 0,
    onEvent() {
      throw new Error('its own affair')
    },
  })
  expect(await reads.find(key)).toBeUndefined()
})
