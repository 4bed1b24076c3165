import {
  answered,
  createWorkflow,
  explain,
  fault,
  type Answer,
  type CallOptions,
  type WorkflowPorts,
} from '@claimtag/provisioning'
import { keepTrying, type KeepTryingOptions, type Wait } from '@claimtag/provisioning/retry'
import { describe, expect, test } from 'vitest'
import { waitBefore } from '../../src/retry/wait-before.ts'
import { begun, ownerToken, ports, session } from '../steps/ports.ts'
import { virtualClock } from '../../../../test/virtual-clock.ts'

const half = () => 0.5

/** The Network Server gives these answers in turn, and then takes the device. */
function workflowWith(answers: readonly Answer<never>[], overrides: Partial<WorkflowPorts> = {}) {
  const left = [...answers]
  const base = ports()
  const networkServer = {
    ...base.networkServer,
    async provision() {
      base.calls.push('network-server')
      return left.shift() ?? answered({ device: '/devices/1' })
    },
  }
  return { calls: base.calls, workflow: createWorkflow({ ...base, networkServer, ...overrides }) }
}

function input() {
  return { session, state: begun(), ownerToken }
}

async function kept(answers: readonly Answer<never>[], options: KeepTryingOptions = {}) {
  const clock = virtualClock()
  const { workflow, calls } = workflowWith(answers)
  const waits: Wait[] = []
  const onWait = (wait: Wait) => void waits.push(wait)
  const start = clock.now()
  const result = await keepTrying(workflow, input(), { clock, random: half, onWait, ...options })
  return { result, calls, waits, ms: clock.now() - start }
}

test('waits twice as long each time, and ends when the device is done', async () => {
  const { result, calls, waits } = await kept([
    fault('unreachable'),
    fault('timed-out'),
    fault('server-failed'),
  ])
  expect(result).toMatchObject({ ok: true, state: { step: 'done' } })
  expect(result.ok && result.gaveUp).toBeUndefined()
  expect(waits.map(({ ms, failures }) => [failures, ms])).toEqual([
    [1, 500],
    [2, 1000],
    [3, 2000],
  ])
  expect(waits.map(({ failure }) => failure.code)).toEqual(['unreachable', 'timed-out', 'server-failed'])
  expect(calls.filter((call) => call === 'claim')).toHaveLength(1)
  expect(calls.filter((call) => call === 'network-server')).toHaveLength(4)
})

test('waits as long as the server asked, and a little longer, so that not all come back at once', async () => {
  const { result, waits } = await kept([fault('rate-limited', { status: 429, retryAfterSeconds: 30 })])
  expect(result.ok).toBe(true)
  expect(waits.map(({ ms }) => ms)).toEqual([30_500])
})

test('a failure for good is not tried again', async () => {
  const { result, waits } = await kept([fault('rejected', { status: 400 })])
  expect(result).toMatchObject({ ok: false, step: 'network-server', code: 'rejected' })
  expect(result).not.toHaveProperty('gaveUp')
  expect(waits).toEqual([])
})

test('a wait that is longer than the time that is left is not begun', async () => {
  const asked = fault('server-failed', { status: 503, retryAfterSeconds: 600 })
  const { result, ms } = await kept([asked], { most: { ms: 60_000 } })
  expect(result).toMatchObject({ ok: false, code: 'server-failed', retryAfterSeconds: 600, gaveUp: 'time' })
  expect(ms).toBe(0)
  if (result.ok) throw new Error('it should have failed')
  expect(explain(result)).toBe(
    'Provisioning the Network Server: the Network Server is out of service for now. Try again in 10 minutes.',
  )
})

test('so many failures at one step are enough, and those of the step before do not count', async () => {
  const many = Array.from({ length: 20 }, () => fault('unreachable'))
  const { result, waits } = await kept(many, { most: { attempts: 4 } })
  expect(result).toMatchObject({
    ok: false,
    gaveUp: 'attempts',
    state: { step: 'network-server', pending: true },
  })
  expect(waits).toHaveLength(3)
  let claims = 0
  const { workflow } = workflowWith([fault('unreachable'), fault('unreachable')], {
    joinServers: ports({
      joinServer: {
        claim: async () => (++claims < 4 ? fault('rate-limited') : answered({ device: 'km-1' })),
      },
    }).joinServers,
  })
  const options = { clock: virtualClock(), random: half, most: { attempts: 4 } }
  expect(await keepTrying(workflow, input(), options)).toMatchObject({ ok: true, state: { step: 'done' } })
})

test('a signal ends a wait at once', async () => {
  const stop = new AbortController()
  const onWait = () => stop.abort()
  const { result, ms } = await kept([fault('unreachable')], { signal: stop.signal, onWait })
  expect(result).toMatchObject({ ok: false, code: 'unreachable', gaveUp: 'stopped' })
  expect(ms).toBe(0)
})

test('a signal ends the request that is under way, and its outcome is taken as unknown', async () => {
  const stop = new AbortController()
  const base = ports()
  const workflow = createWorkflow({
    ...base,
    networkServer: {
      ...base.networkServer,
      provision: (_, { signal }: CallOptions = {}) => {
        stop.abort()
        return new Promise((resolve) => {
          if (signal?.aborted === true) resolve(fault('cancelled'))
        })
      },
    },
  })
  const result = await keepTrying(workflow, input(), { clock: virtualClock(), signal: stop.signal })
  expect(result).toMatchObject({ ok: false, code: 'cancelled', gaveUp: 'stopped', state: { pending: true } })
})

test('the platform clock is used when none is given', async () => {
  const { workflow } = workflowWith([fault('rate-limited')])
  expect(await keepTrying(workflow, input(), { random: () => 0 })).toMatchObject({ ok: true })
  const stopped = AbortSignal.abort()
  expect(await keepTrying(workflow, input(), { signal: stopped })).toMatchObject({ gaveUp: 'stopped' })
})

describe('waitBefore', () => {
  test('is anything up to a bound that doubles to a minute', () => {
    const bounds = [1, 2, 3, 6, 7, 8, 2000].map((failures) => waitBefore(failures, undefined, () => 1))
    expect(bounds).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000])
    expect(waitBefore(3, undefined, () => 0)).toBe(0)
  })
  test('is never shorter than what the server asked', () => {
    expect(waitBefore(1, 7, () => 0)).toBe(7000)
    expect(waitBefore(9, 7, () => 1)).toBe(8000)
  })
})
