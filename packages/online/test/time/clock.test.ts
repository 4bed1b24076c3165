import { expect, test, vi } from 'vitest'
import { platformClock } from '../../src/time/clock.ts'

test('a wait that is longer than timers can take does not end at once', async () => {
  vi.useFakeTimers()
  const stop = new AbortController()
  let isOver = false
  const wait = platformClock.sleep(Number.MAX_SAFE_INTEGER, stop.signal).then(() => (isOver = true))
  await vi.advanceTimersByTimeAsync(86_400_000)
  expect(isOver).toBe(false)
  stop.abort()
  await wait
  vi.useRealTimers()
})
