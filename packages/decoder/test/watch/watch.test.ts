import { createDecoder } from '@claimtag/decoder'
import { expect, test, vi } from 'vitest'
import type { FoundSymbol } from '../../src/scan/index.ts'
import { type Sighting } from '../../src/watch/sightings.ts'
import { type Stamped, watch } from '../../src/watch/watch.ts'
import { FOREIGN, OTHER_OURS, OURS, symbolAt } from './symbols.ts'

const decoder = createDecoder()

interface Frame extends Stamped {
  readonly grey: Uint8Array
  readonly width: number
  readonly height: number
  readonly texts: readonly string[]
}

function frame(timestamp: number | undefined, ...texts: readonly string[]): Frame {
  return {
    grey: new Uint8Array(4),
    width: 2,
    height: 2,
    texts,
    ...(timestamp === undefined ? {} : { timestamp }),
  }
}

const scanner = {
  scan: async ({ texts }: Frame): Promise<readonly FoundSymbol[]> => texts.map((text) => symbolAt(text)),
}

async function* camera(...frames: readonly Frame[]): AsyncGenerator<Frame> {
  yield* frames
}

async function all(sightings: AsyncIterable<Sighting>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { text, at } of sightings) found.push(`${at} ${text}`)
  return found
}

test('codes of a stream come once each, by the timestamps of its frames', async () => {
  const frames = camera(
    frame(0),
    frame(40, OURS),
    frame(80, FOREIGN, OURS),
    frame(120, OURS, OTHER_OURS),
    frame(2000, OURS),
    frame(2600, FOREIGN),
  )
  expect(await all(watch(frames, { scanner, decoder, forgetMs: 2000 }))).toEqual([
    `40 ${OURS}`,
    `80 ${FOREIGN}`,
    `120 ${OTHER_OURS}`,
    `2600 ${FOREIGN}`,
  ])
})

test('frames without a timestamp take the time from the clock that was passed in', async () => {
  let now = 0
  const frames = camera(frame(undefined, OURS), frame(undefined, OURS), frame(undefined, OURS))
  const sightings = watch(frames, { scanner, decoder, forgetMs: 100, clock: { now: () => (now += 60) } })
  expect(await all(sightings)).toEqual([`60 ${OURS}`])
  now = 0
  const slower = camera(frame(undefined, OURS), frame(undefined, OURS))
  expect(
    await all(watch(slower, { scanner, decoder, forgetMs: 100, clock: { now: () => (now += 100) } })),
  ).toHaveLength(2)
})

test('one frame is searched at a time, and none is fetched ahead', async () => {
  const log: string[] = []
  async function* source(): AsyncGenerator<Frame> {
    for (let i = 0; i < 3; i++) {
      log.push(`frame ${i}`)
      yield frame(i)
    }
  }
  const slow = {
    scan: async (): Promise<readonly FoundSymbol[]> => {
      await Promise.resolve()
      log.push('searched')
      return []
    },
  }
  await all(watch(source(), { scanner: slow, decoder }))
  expect(log).toEqual(['frame 0', 'searched', 'frame 1', 'searched', 'frame 2', 'searched'])
})

test('an abort ends the watch while it waits for a frame that never comes, and lets the source go', async () => {
  const stopping = new AbortController()
  const returned = vi.fn<() => Promise<IteratorResult<Frame>>>(async () => ({ done: true, value: undefined }))
  const silent: AsyncIterable<Frame> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: returned }),
  }
  const ended = all(watch(silent, { scanner, decoder, signal: stopping.signal }))
  await Promise.resolve()
  stopping.abort()
  expect(await ended).toEqual([])
  expect(returned).toHaveBeenCalledTimes(1)
})

test('an abort during a search reports nothing of it, and one before the start searches nothing', async () => {
  const stopping = new AbortController()
  const aborting = {
    scan: async ({ texts }: Frame): Promise<readonly FoundSymbol[]> => {
      stopping.abort()
      return texts.map((text) => symbolAt(text))
    },
  }
  const { signal } = stopping
  expect(await all(watch(camera(frame(0, OURS)), { scanner: aborting, decoder, signal }))).toEqual([])
  const never = vi.fn<typeof scanner.scan>()
  expect(await all(watch(camera(frame(0, OURS)), { scanner: { scan: never }, decoder, signal }))).toEqual([])
  expect(never).not.toHaveBeenCalled()
})

test('whoever stops listening lets the source go', async () => {
  let ended = false
  async function* source(): AsyncGenerator<Frame> {
    try {
      for (;;) yield frame(0, OURS)
    } finally {
      ended = true
    }
  }
  for await (const sighting of watch(source(), { scanner, decoder })) {
    expect(sighting.text).toBe(OURS)
    break
  }
  expect(ended).toBe(true)
})

test('a fault of the source or the scanner ends the watch with it', async () => {
  async function* broken(): AsyncGenerator<Frame> {
    yield frame(0, OURS)
    throw new Error('the camera broke')
  }
  await expect(all(watch(broken(), { scanner, decoder }))).rejects.toThrow('the camera broke')
  const failing = { scan: () => Promise.reject(new Error('no memory')) }
  await expect(all(watch(camera(frame(0)), { scanner: failing, decoder }))).rejects.toThrow('no memory')
})
