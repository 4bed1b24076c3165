// Days of provisioning in minutes: the real workers, queue and rate over servers that are played, in virtual time.
import { type Eui64, parseEui64 } from '@claimtag/core'
import {
  type Answer,
  answered,
  fault,
  memoryStore,
  oneJoinServer,
  type WorkflowPorts,
} from '@claimtag/provisioning'
import type { Fetch, HttpResponse } from '@claimtag/provisioning/http'
import { memoryQueue, memoryRates, sharedFetch, workQueue } from '@claimtag/provisioning/queue'
import { createLimits } from '../../../examples/thingpark-simulator/src/http/limits.ts'
import { seededRandom } from '../../../packages/qr/test/random-text.ts'
import { choice, ownerToken, ports, session } from '../../../packages/provisioning/test/steps/ports.ts'
import { eventClock } from './event-clock.ts'

export interface Days {
  readonly devices: number
  readonly workers: number
  /** What the servers, all of them at one address, allow. */
  readonly perSecond: number
  readonly kills: number
  readonly seed: number
}

export interface DaysReport {
  readonly hours: number
  readonly requests: number
  readonly done: number
  /** Devices that all servers have, and claims that were carried out. */
  readonly complete: number
  readonly claims: number
  readonly kills: number
  readonly mostInASecond: number
  /** Requests that the servers refused because they were too many, in the way of the simulator. */
  readonly tooMany: number
  /** Requests during the outage and the quota. */
  readonly during: { readonly down: number; readonly quota: number }
}

const SERVER = 'https://tpe.example.com'
const REQUEST = { method: 'POST', headers: {}, redirect: 'manual' } as const
const WAY_MS = 75
const DOWN_MS = 300_000
const QUOTA_MS = 120_000
const STEPS = ['claim', 'join-server', 'network-server', 'application-server']
const CONCURRENCY = 16
const LEASE_MS = 60_000

export async function provisionDays(days: Days): Promise<DaysReport> {
  const clock = eventClock(Date.parse('2026-11-27T12:00:00Z'))
  const start = clock.now()
  const random = seededRandom(days.seed)
  const [queue, store] = [memoryQueue(() => clock.now()), memoryStore(() => clock.now())]
  const rates = memoryRates(() => clock.now())
  const limits = createLimits(() => clock.now())
  limits.limit('claim', { requests: days.perSecond, seconds: 1 })
  /** What the servers have of which device. */
  const there = new Set<string>()
  const joinEui = euiOf('70B3D57ED0000002')
  const all = Array.from({ length: days.devices }, (_, index) =>
    euiOf(`70B3D57E${index.toString(16).padStart(8, '0')}`),
  )
  for (let from = 0; from < all.length; from += 1000)
    await queue.add(
      all.slice(from, from + 1000).map((devEui) => ({ devEui, record: '', choice, priority: 100 })),
    )

  const expected = days.devices * STEPS.length
  const during = { down: 0, quota: 0 }
  let [requests, tooMany, claims, mostInASecond] = [0, 0, 0, 0]
  let [downFrom, quotaFrom] = [Infinity, Infinity]
  const lately: number[] = []
  let onCount: (() => void) | undefined

  function count(): void {
    const now = clock.now()
    lately.push(now)
    while ((lately[0] ?? now) <= now - 1000) lately.shift()
    mostInASecond = Math.max(mostInASecond, lately.length)
    requests += 1
    if (downFrom === Infinity && requests > expected * 0.3) downFrom = now
    if (quotaFrom === Infinity && requests > expected * 0.6) quotaFrom = now
    onCount?.()
  }

  /** What the servers do with a request, also when its worker is killed meanwhile. */
  async function serve(url: string): Promise<HttpResponse> {
    await clock.sleep(random(WAY_MS + 1))
    count()
    const now = clock.now()
    if (now >= downFrom && now < downFrom + DOWN_MS) {
      during.down += 1
      throw new TypeError('no route')
    }
    if (now >= quotaFrom && now < quotaFrom + QUOTA_MS) {
      during.quota += 1
      return reply(429, Math.ceil((quotaFrom + QUOTA_MS - now) / 1000))
    }
    if (limits.refuse('claim', 'thingpark') !== undefined) {
      tooMany += 1
      return reply(429, 1)
    }
    const [step = '', devEui = ''] = url.slice(SERVER.length + 1).split('/')
    const key = `${step} ${devEui}`
    const isAgain = there.has(key)
    if (step === 'claim' && !isAgain) claims += 1
    there.add(key)
    await clock.sleep(20)
    return reply(step === 'claim' && isAgain ? 403 : 200)
  }

  /** A process: once it is killed, nothing that it waits for ever comes, and nothing more of it arrives. */
  function openWorker(holder: string): { readonly kill: () => void; readonly report: Promise<unknown> } {
    let isKilled = false
    const never = new Promise<never>(() => undefined)
    function alive<A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) {
      return async (...args: A): Promise<T> => {
        if (isKilled) return never
        try {
          const value = await work(...args)
          return isKilled ? await never : value
        } catch (error) {
          if (isKilled) return never
          throw error
        }
      }
    }
    const paced = sharedFetch(alive(serve), {
      rates: { ...rates, take: alive((asked) => rates.take(asked)) },
      perSecond: days.perSecond,
      clock,
    })
    const report = workQueue({
      ports: portsOver(paced),
      session,
      store: {
        load: alive((devEui) => store.load(devEui)),
        save: alive((state, revision) => store.save(state, revision)),
      },
      clock,
      random: () => random(1000) / 1000,
      queue: {
        ...queue,
        claim: alive((request) => queue.claim(request)),
        renew: alive((claim, ms) => queue.renew(claim, ms)),
        finish: alive((claim) => queue.finish(claim)),
        retry: alive((claim, next) => queue.retry(claim, next)),
        bury: alive((claim, reason) => queue.bury(claim, reason)),
      },
      recordOf: async ({ devEui }) => ({ devEui, joinEui, ownerToken }),
      holder,
      concurrency: CONCURRENCY,
      leaseMs: LEASE_MS,
      untilEmpty: true,
    })
    return { kill: () => void (isKilled = true), report }
  }

  const running: ReturnType<typeof openWorker>[] = []
  let [kills, opened] = [0, 0]
  const finished: Promise<unknown>[] = []
  async function keepGoing(place: number): Promise<void> {
    for (;;) {
      const worker = openWorker(`worker ${(opened += 1)}`)
      running[place] = worker
      const killed = new Promise<'killed'>((resolve) => {
        const { kill } = worker
        running[place] = { ...worker, kill: () => (kill(), resolve('killed')) }
      })
      if ((await Promise.race([worker.report.then(() => 'done' as const), killed])) === 'done') return
    }
  }
  const nextKill = (): number => (expected / (days.kills + 1)) * (kills + 1)
  onCount = () => {
    if (kills >= days.kills || requests < nextKill()) return
    kills += 1
    running[random(days.workers)]?.kill()
  }
  for (let place = 0; place < days.workers; place += 1) finished.push(keepGoing(place))
  await clock.until(Promise.all(finished))
  const { done } = await queue.counts()
  const complete = all.filter((devEui) => STEPS.every((step) => there.has(`${step} ${devEui}`))).length
  const hours = (clock.now() - start) / 3_600_000
  return { hours, requests, done, complete, claims, kills, mostInASecond, tooMany, during }
}

/** The steps of a device as requests; what comes back is told as the connectors tell it. */
function portsOver(paced: Fetch): WorkflowPorts {
  async function ask<T>(step: string, devEui: Eui64, value: T): Promise<Answer<T>> {
    try {
      const { status, headers } = await paced(`${SERVER}/${step}/${devEui}`, REQUEST)
      if (status === 403) return fault('claim-refused', { status })
      if (status !== 429) return answered(value)
      return fault('rate-limited', { status, retryAfterSeconds: Number(headers.get('retry-after')) })
    } catch {
      return fault('unreachable')
    }
  }
  const base = ports()
  return {
    ...base,
    joinServers: oneJoinServer({
      createAsTransportKey: async () => fault('rejected'),
      claim: ({ devEui }) => ask('claim', devEui, { device: devEui }),
      provision: ({ devEui }) => ask('join-server', devEui, undefined),
    }),
    networkServer: { ...base.networkServer, provision: ({ devEui }) => ask('network-server', devEui, {}) },
    applicationServer: { provision: ({ devEui }) => ask('application-server', devEui, undefined) },
  }
}

function reply(status: number, retryAfter?: number): HttpResponse {
  const get = (name: string): string | null =>
    name === 'retry-after' && retryAfter !== undefined ? String(retryAfter) : null
  return { status, headers: { get }, text: async () => '' }
}

function euiOf(text: string): Eui64 {
  const eui = parseEui64(text)
  if (eui === undefined) throw new Error(text)
  return eui
}
