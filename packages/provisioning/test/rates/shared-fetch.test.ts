import type { Fetch, HttpResponse } from '@claimtag/provisioning/http'
import { memoryRates, sharedFetch, type SharedRates } from '@claimtag/provisioning/queue'
import { expect, test } from 'vitest'
import { virtualClock, type VirtualClock } from '../../../../test/virtual-clock.ts'

const URL_OF_A_DEVICE = 'https://tpe.example.com/thingpark/devices/1'
const REQUEST = { method: 'GET', headers: {}, redirect: 'manual' } as const

function response(status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers: { get: (name) => headers[name] ?? null }, text: async () => '' }
}

/** Workers that share the rates, and the times at which their server was asked. */
function workers(
  count: number,
  answer: (time: number) => HttpResponse | Error = () => response(200),
  perSecond = 200,
) {
  const clock = virtualClock()
  const rates = memoryRates(() => clock.now())
  const times: number[] = []
  const server: Fetch = async () => {
    times.push(clock.now())
    const reply = answer(clock.now())
    await clock.sleep(30)
    if (reply instanceof Error) throw reply
    return reply
  }
  const fetches = Array.from({ length: count }, () => sharedFetch(server, { rates, perSecond, clock }))
  return { clock, times, fetches, rates, server }
}

/** So many calls one after the other, in each of so many lanes of each worker. */
async function ask(fetches: readonly Fetch[], lanes: number, calls: number): Promise<number> {
  let failed = 0
  const lane = async (fetch: Fetch): Promise<void> => {
    for (let call = 0; call < calls; call += 1)
      await fetch(URL_OF_A_DEVICE, REQUEST).catch(() => (failed += 1))
  }
  await Promise.all(fetches.flatMap((fetch) => Array.from({ length: lanes }, () => lane(fetch))))
  return failed
}

/** The most calls in any window of that length. */
function mostIn(times: readonly number[], ms: number): number {
  const sorted = [...times].sort((one, other) => one - other)
  return Math.max(...sorted.map((from) => sorted.filter((time) => time >= from && time < from + ms).length))
}

test('all workers together keep to one rate, in every window, and use it', async () => {
  const { times, fetches, clock } = workers(4)
  const start = clock.now()
  await ask(fetches, 6, 25)
  expect(times).toHaveLength(600)
  for (const ms of [100, 1000]) expect(mostIn(times, ms)).toBeLessThanOrEqual((200 * ms) / 1000 + 1)
  expect(clock.now() - start).toBeLessThan(3400)
})

/** A machine whose timers are late by so many milliseconds. */
function late(clock: VirtualClock, ms: number): VirtualClock {
  return { ...clock, now: () => clock.now(), sleep: (time, signal) => clock.sleep(time + ms, signal) }
}

/** A process that now and then stands still until the next full second, as others do then. */
function halting(clock: VirtualClock): VirtualClock {
  let sleeps = 0
  return {
    ...clock,
    now: () => clock.now(),
    sleep(time, signal) {
      sleeps += 1
      const standstill = sleeps % 30 === 0 ? 1000 - ((clock.now() + time) % 1000) : 0
      return clock.sleep(time + standstill, signal)
    },
  }
}

test('times that were missed are lost, and not made up for at once', async () => {
  const { server, rates, clock, times } = workers(0)
  const fetches = Array.from({ length: 8 }, () =>
    sharedFetch(server, { rates, perSecond: 200, clock: halting(clock) }),
  )
  await ask(fetches, 12, 10)
  expect(times).toHaveLength(960)
  // Those of the last 25 ms.
  expect(mostIn(times, 1)).toBeLessThanOrEqual(6)
  expect(mostIn(times, 1000)).toBeLessThanOrEqual(202)
})

test('a machine that is always late gets its turn all the same', async () => {
  const { server, rates, clock, times } = workers(0)
  const fetch = sharedFetch(server, { rates, perSecond: 5, clock: late(clock, 80) })
  await ask([fetch], 1, 6)
  expect(times).toHaveLength(6)
  expect(mostIn(times, 1000)).toBeLessThanOrEqual(5)
})

test('after a rest there is no burst', async () => {
  const { times, fetches, clock } = workers(2)
  await ask(fetches, 1, 1)
  await clock.sleep(60_000)
  await ask(fetches, 20, 1)
  expect(mostIn(times, 50)).toBeLessThanOrEqual(11)
})

test.each([
  ['a 429 that says how long', response(429, { 'retry-after': '5' }), 5000],
  [
    'a quota that is used up',
    response(429, { date: 'Fri, 27 Nov 2026 12:00:01 GMT', 'quota-reset-utc': '2026-11-27T12:00:31Z' }),
    30_000,
  ],
  ['a 429 that says nothing', response(429), 1000],
  ['a 503 with a time', response(503, { 'retry-after': '20' }), 20_000],
  ['The Things Stack', response(429, { 'x-rate-limit-retry': '3' }), 3000],
  ['Busit, in a 200', response(200, { 'x-rate-limit-next': 'api=7000' }), 7000],
])('%s is obeyed by all workers', async (_, reply, ms) => {
  let isOnce = true
  const { times, fetches, clock } = workers(3, (time) => {
    if (!isOnce || time < start + 1000) return response(200)
    isOnce = false
    refusedAt = time
    return reply
  })
  const start = clock.now()
  let refusedAt = 0
  await ask(fetches, 4, 40)
  // The answer takes 30 ms, and the others use up what they were granted before.
  const meanwhile = times.filter((time) => time > refusedAt + 30 + 150 && time < refusedAt + 30 + ms)
  expect([meanwhile, times.length]).toEqual([[], 480])
})

test('a server that fails again and again is left alone, longer each time, and found working', async () => {
  const end = { at: Infinity }
  const { times, fetches, clock, rates } = workers(2, (time) =>
    time < end.at ? new TypeError('no route') : response(200),
  )
  end.at = clock.now() + 300_000
  const start = clock.now()
  const failed = await ask(fetches, 4, 12)
  expect(failed).toBeGreaterThan(10)
  // Two workers for five minutes, who would ask 60,000 times.
  expect(failed).toBeLessThan(60)
  expect(times.length).toBe(96)
  expect(clock.now() - start).toBeLessThan(300_000 + 65_000)
  expect(await rates.servers()).toEqual([{ server: 'https://tpe.example.com', blockedMs: 0 }])
})

test('a single failure is no reason to wait, and each server has a rate of its own', async () => {
  let calls = 0
  const { fetches, rates } = workers(1, () => (++calls % 4 === 0 ? response(500) : response(201)))
  await ask(fetches, 2, 20)
  await fetches[0]?.('https://busit.example.com/x', REQUEST)
  expect((await rates.servers()).map(({ server, blockedMs }) => [server, blockedMs])).toEqual([
    ['https://tpe.example.com', 0],
    ['https://busit.example.com', 0],
  ])
})

test('a request that is ended waits no longer, and keeps no timer', async () => {
  const { clock, fetches, rates, times } = workers(1)
  await rates.block('https://tpe.example.com', 600_000)
  const stop = new AbortController()
  const [fetch] = fetches
  const asked = fetch?.(URL_OF_A_DEVICE, { ...REQUEST, signal: stop.signal })
  await new Promise((resolve) => setImmediate(resolve))
  const before = clock.now()
  stop.abort()
  await asked
  // The platform's fetch rejects at once with such a signal.
  expect(times).toEqual([before])
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(clock.now() - before).toBeLessThan(100)
})

test('while the counter is away all calls wait, and then go on', async () => {
  const clock: VirtualClock = virtualClock()
  const plain = memoryRates(() => clock.now())
  let away = 6
  const rates: SharedRates = {
    ...plain,
    take: async (asked) => (away-- > 0 ? Promise.reject(new Error('away')) : plain.take(asked)),
    block: () => Promise.reject(new Error('away')),
  }
  const fetch = sharedFetch(async () => response(429), { rates, perSecond: 10, clock })
  expect((await fetch(URL_OF_A_DEVICE, REQUEST)).status).toBe(429)
})
