import type { Clock, StopSignal } from '@claimtag/core'
import { expect, test } from 'vitest'
import { waitOn } from '../../src/time/shared-timer.ts'

interface Sleep {
  readonly milliseconds: number
  readonly isEnded: () => boolean
  readonly end: () => void
}

/** A clock that is set by hand, whose sleeps end when they are told to. */
function clockByHand(): { readonly clock: Clock; readonly sleeps: Sleep[]; now: number } {
  const sleeps: Sleep[] = []
  const hand = {
    now: 0,
    sleeps,
    clock: {
      now: () => hand.now,
      sleep: (milliseconds: number, signal?: StopSignal) =>
        new Promise<void>((end) => {
          sleeps.push({ milliseconds, end, isEnded: () => signal?.aborted === true })
          signal?.addEventListener('abort', end)
        }),
    },
  }
  return hand
}

test('those who begin to wait in the same moment share a timer, and all are called', async () => {
  const hand = clockByHand()
  const called: string[] = []
  for (const name of ['first', 'second']) waitOn(hand.clock, 60_000, { onTime: () => called.push(name) })
  hand.now = 60
  waitOn(hand.clock, 60_000, { onTime: () => called.push('third') })
  expect(hand.sleeps.map(({ milliseconds }) => milliseconds)).toEqual([60_000])
  hand.sleeps[0]!.end()
  await expect.poll(() => called).toEqual(['first', 'second', 'third'])
})

test.each([
  ['later', 61],
  ['on a clock that was set back', -1],
])('whoever begins %s has a timer of its own', async (_, now) => {
  const hand = clockByHand()
  const called: string[] = []
  waitOn(hand.clock, 60_000, { onTime: () => called.push('first') })
  hand.now = now
  waitOn(hand.clock, 60_000, { onTime: () => called.push('second') })
  expect(hand.sleeps).toHaveLength(2)
  hand.sleeps[1]!.end()
  await expect.poll(() => called).toEqual(['second'])
})

test('a short time is not shared from one millisecond to the next, nor with another time', () => {
  const hand = clockByHand()
  waitOn(hand.clock, 20, { onTime: () => undefined })
  waitOn(hand.clock, 30, { onTime: () => undefined })
  hand.now = 1
  waitOn(hand.clock, 20, { onTime: () => undefined })
  expect(hand.sleeps.map(({ milliseconds }) => milliseconds)).toEqual([20, 30, 20])
})

test('whoever is taken away is not called, and the last one ends the timer', async () => {
  const hand = clockByHand()
  const called: string[] = []
  const [one, other] = ['one', 'other'].map((name) => ({ onTime: () => called.push(name) }))
  const waiting = waitOn(hand.clock, 60_000, one!)
  waitOn(hand.clock, 60_000, other!)
  waiting.delete(one!)
  expect(hand.sleeps[0]!.isEnded()).toBe(false)
  waiting.delete(other!)
  expect(hand.sleeps[0]!.isEnded()).toBe(true)
  // The next one waits its whole time.
  waitOn(hand.clock, 60_000, { onTime: () => called.push('next') })
  expect(hand.sleeps).toHaveLength(2)
  hand.sleeps[1]!.end()
  await expect.poll(() => called).toEqual(['next'])
})

test('one that throws when its time is over keeps none of the others waiting', async () => {
  const hand = clockByHand()
  const called: string[] = []
  waitOn(hand.clock, 1000, {
    onTime() {
      throw new Error('a listener of the caller')
    },
  })
  waitOn(hand.clock, 1000, { onTime: () => called.push('other') })
  hand.sleeps[0]!.end()
  await expect.poll(() => called).toEqual(['other'])
})
