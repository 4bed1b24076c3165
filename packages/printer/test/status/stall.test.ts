import { expect, test } from 'vitest'
import { createStall } from '../../src/status/stall.ts'

function watched() {
  let at = 0
  const reminders: (readonly [reason: string, waitedMs: number])[] = []
  const stall = createStall({
    clock: { now: () => at, sleep: async () => undefined },
    remindMs: 30,
    onReminder: (reason, waitedMs) => reminders.push([reason, waitedMs]),
  })
  stall.begin()
  return { stall, reminders, moveTo: (ms: number) => (at = ms) }
}

test('reminders come at doubling intervals, at last at thirty-two times the first', () => {
  const { stall, reminders, moveTo } = watched()
  for (let at = 0; at <= 4000; at += 1) {
    moveTo(at)
    expect(stall.observe('paper-out', undefined)).toBe(at)
  }
  expect(reminders.map(([, waitedMs]) => waitedMs)).toEqual([30, 60, 120, 240, 480, 960, 1920, 2880, 3840])
})

test('another reason or a label fewer begins the time anew, a label more does not', () => {
  const { stall, moveTo } = watched()
  const waited = (at: number, reason: 'busy' | 'paused', remaining: number) => {
    moveTo(at)
    return stall.observe(reason, remaining)
  }
  expect(waited(10, 'busy', 5)).toBe(0)
  expect(waited(20, 'busy', 5)).toBe(10)
  expect(waited(30, 'busy', 4)).toBe(0)
  expect(waited(40, 'busy', 6)).toBe(10)
  expect(waited(50, 'busy', 5)).toBe(20)
  expect(waited(60, 'paused', 5)).toBe(0)
  expect(waited(70, 'busy', 3)).toBe(0)
})

test('a reason that changes without end is no progress', () => {
  const { stall, moveTo } = watched()
  let waited = 0
  for (let at = 0; at < 1000; at += 1) {
    moveTo(at)
    waited = stall.observe(at % 2 === 0 ? 'paused' : 'paper-out', undefined)
  }
  expect(waited).toBe(999 - 63)
})
