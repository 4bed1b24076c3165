// A limit is counted where requests arrive: four workers with late timers ask a server, over a way on which one request
// takes longer than another, in virtual time.
import { memoryRates, sharedFetch } from '@claimtag/provisioning/queue'
import { expect, test } from 'vitest'
import { createLimits } from '../../examples/thingpark-simulator/src/http/limits.ts'
import { seededRandom } from '../../packages/qr/test/random-text.ts'
import { virtualClock } from '../virtual-clock.ts'

const WORKERS = 4
const LANES = 6
const REQUEST = { method: 'POST', headers: {}, redirect: 'manual' } as const

interface Run {
  readonly perSecond: number
  readonly seconds: number
  /** The longest that a request is on its way; the shortest is 0. */
  readonly wayMs: number
  /** What the workers were told of it. */
  readonly jitterMs?: number
}

async function arrivals({ perSecond, seconds, wayMs, jitterMs }: Run): Promise<readonly number[]> {
  const clock = virtualClock()
  const random = seededRandom(18)
  const rates = memoryRates(() => clock.now())
  const arrived: number[] = []
  const requests = perSecond * seconds
  const end = clock.now() + seconds * 1000
  async function work(): Promise<void> {
    const late = random(25)
    const timers = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms + late) }
    const fetch = sharedFetch(
      async () => {
        await clock.sleep(random(wayMs + 1))
        arrived.push(clock.now())
        await clock.sleep(20)
        return { status: 200, headers: { get: () => null }, text: async () => '' }
      },
      { rates, perSecond, jitterMs, clock: timers },
    )
    const lane = async (): Promise<void> => {
      while (clock.now() < end && arrived.length < requests) await fetch('https://tpe.example.com/1', REQUEST)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  return arrived.sort((one, other) => one - other)
}

/** The most of them in any second. */
function mostInASecond(times: readonly number[]): number {
  let [from, most] = [0, 0]
  for (const [to, time] of times.entries()) {
    while (time - (times[from] ?? 0) >= 1000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

/** How many of them a server of the simulator refuses, which counts from the first request of a second on. */
function refusals(times: readonly number[], perSecond: number): number {
  let now = 0
  const limits = createLimits(() => now)
  limits.limit('claim', { requests: perSecond, seconds: 1 })
  return times.filter((time) => {
    now = time
    return limits.refuse('claim', 'thingpark') !== undefined
  }).length
}

test.each<Run>([
  { perSecond: 60, seconds: 6, wayMs: 75 },
  { perSecond: 10, seconds: 20, wayMs: 75 },
  { perSecond: 200, seconds: 3, wayMs: 75 },
  { perSecond: 60, seconds: 6, wayMs: 400, jitterMs: 400 },
])('no second has more than $perSecond, over a way of up to $wayMs ms', async (run) => {
  const times = await arrivals(run)
  expect([mostInASecond(times) <= run.perSecond, refusals(times, run.perSecond)]).toEqual([true, 0])
  // What the margin costs, and no more.
  const share = 1000 / (1025 + (run.jitterMs ?? 75))
  expect(times.length / (run.perSecond * run.seconds)).toBeGreaterThan(share * 0.9)
})

test('without a margin for the way, a second has more', async () => {
  const times = await arrivals({ perSecond: 60, seconds: 6, wayMs: 75, jitterMs: 0 })
  expect(mostInASecond(times)).toBeGreaterThan(60)
})
