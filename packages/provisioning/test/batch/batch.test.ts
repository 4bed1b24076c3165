import { answered, explain, fault, oneJoinServer, type Session } from '@claimtag/provisioning'
import { provisionAll, provisionOne } from '@claimtag/provisioning/batch'
import type { BatchEvent, JobResult, ProvisioningJob } from '@claimtag/provisioning/batch'
import { describe, expect, test } from 'vitest'
import { session } from '../steps/ports.ts'
import { devEuiOf, fleet, jobOf, jobsOf } from './fleet.ts'

describe('provisionAll', () => {
  test('provisions all devices, so many at once, each with one request for each step', async () => {
    const { options, calls, mostUnderWay, events } = fleet()
    const report = await provisionAll(jobsOf(30), { ...options, concurrency: 5 }).report
    expect(report).toEqual({ done: 30, wereDone: 0, failed: [], left: [] })
    expect(mostUnderWay()).toBe(5)
    expect(calls).toHaveLength(120)
    expect(new Set(calls).size).toBe(120)
    expect(events.filter(({ type }) => type === 'settled')).toHaveLength(30)
    expect(events.filter((event) => event.type === 'step' && event.next === 'done')).toHaveLength(30)
  })

  test('a device that fails stops no other one', async () => {
    const bad = [devEuiOf(3), devEuiOf(7)]
    const { options } = fleet({
      claim: (devEui) => (bad.includes(devEui) ? fault('claim-refused') : undefined),
    })
    const { done, failed } = await provisionAll(jobsOf(12), options).report
    expect(done).toBe(10)
    expect(new Map(failed.map(({ devEui, failure }) => [devEui, `${failure.step} ${failure.code}`]))).toEqual(
      new Map(bad.map((devEui) => [devEui, 'claim claim-refused'])),
    )
  })

  test('the same batch again finds all done, and asks nothing', async () => {
    const { options, calls } = fleet()
    await provisionAll(jobsOf(5), options).report
    calls.length = 0
    const again = await provisionAll(jobsOf(5), options).report
    expect(again).toEqual({ done: 5, wereDone: 5, failed: [], left: [] })
    expect(calls).toEqual([])
  })

  test('a server that fails for everyone is left alone, and one device tries it', async () => {
    let until = Infinity
    const world = fleet({ network: () => (world.clock.now() < until ? fault('unreachable') : undefined) })
    until = world.clock.now() + 120_000
    const report = await provisionAll(jobsOf(20), world.options).report
    expect(report).toMatchObject({ done: 20, failed: [] })
    expect(world.servers()).toEqual([
      'network-server open',
      'network-server probing',
      'network-server open',
      'network-server probing',
      'network-server open',
      'network-server probing',
      'network-server open',
      'network-server probing',
      'network-server closed',
    ])
    // Four at once fail before it opens, then one at a time.
    expect(world.callsOf('network-server').length).toBeLessThanOrEqual(20 + 4 + 3)
    expect(world.callsOf('claim')).toHaveLength(20)
    const [open] = world.events.filter((event) => event.type === 'server')
    expect(open).toMatchObject({
      server: 'network-server',
      failure: { code: 'unreachable' },
      pauseMs: 10_000,
    })
  })

  test('no device is claimed while the Network Server is away, if that can be asked first', async () => {
    let until = Infinity
    const isAway = () => (world.clock.now() < until ? fault('timed-out') : undefined)
    const world = fleet({ find: isAway, network: isAway })
    const start = world.clock.now()
    until = start + 60_000
    const early: string[] = []
    const onEvent = (event: BatchEvent) => {
      world.events.push(event)
      if (event.type === 'step' && world.clock.now() < until) early.push(event.next)
    }
    const report = await provisionAll(jobsOf(20), { ...world.options, onEvent }).report
    expect(report).toMatchObject({ done: 20, failed: [] })
    expect(early).toEqual([])
    expect(world.servers()[0]).toBe('network-server open')
    expect(world.servers().at(-1)).toBe('network-server closed')
    // Each is asked for once, and those that met the outage once or twice more.
    expect(world.callsOf('find').length).toBeLessThanOrEqual(20 + 4 + 4)
  })

  test('what the Network Server has already stops a device before its claim', async () => {
    const theirs = answered({ deviceProfileId: 'other' })
    const world = fleet({ find: (devEui) => (devEui === devEuiOf(1) ? theirs : undefined) })
    const { done, failed } = await provisionAll(jobsOf(6), world.options).report
    expect(done).toBe(5)
    expect(failed.map(({ failure }) => `${failure.step} ${failure.code}`)).toEqual([
      'network-server-check conflict',
    ])
    expect(world.callsOf('claim')).toHaveLength(5)
  })

  test('a server that fails for some devices is not left alone', async () => {
    const bad = new Set([0, 5, 10, 15, 20, 25, 30, 35].map(devEuiOf))
    const world = fleet({ network: (devEui) => (bad.has(devEui) ? fault('rejected') : undefined) })
    const report = await provisionAll(jobsOf(40), world.options).report
    expect([report.done, report.failed.length]).toEqual([32, 8])
    expect(world.servers()).toEqual([])
  })

  test('a limit of the rate holds all devices back for as long as the server asked', async () => {
    let limited = 1
    const world = fleet({
      network: () =>
        limited-- > 0 ? fault('rate-limited', { status: 429, retryAfterSeconds: 90 }) : undefined,
    })
    const start = world.clock.now()
    const report = await provisionAll(jobsOf(8), world.options).report
    expect(report.done).toBe(8)
    // None is sent after the first refusal but those that were on their way.
    expect(world.callsOf('network-server')).toHaveLength(9)
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(90_000)
    expect(world.servers()).toEqual([
      'network-server open',
      'network-server probing',
      'network-server closed',
    ])
  })

  test('gives up on a server that stays away, says which, and goes on from there the next time', async () => {
    let isAway = true
    const world = fleet({ network: () => (isAway ? fault('server-failed', { status: 500 }) : undefined) })
    const circuit = { mostProbes: 2 }
    const first = await provisionAll(jobsOf(15), { ...world.options, circuit }).report
    expect(first).toMatchObject({
      done: 0,
      gaveUpOn: { server: 'network-server', failure: { code: 'server-failed' } },
    })
    expect(first.failed.every(({ gaveUp }) => gaveUp === 'stopped')).toBe(true)
    expect(first.failed.length + first.left.length).toBe(15)
    expect(first.left.length).toBeGreaterThanOrEqual(10)
    isAway = false
    const second = await provisionAll(jobsOf(15), world.options).report
    expect(second).toMatchObject({ done: 15, failed: [], left: [] })
    expect(world.callsOf('claim')).toHaveLength(15)
  })

  test('an account that is refused spends three devices and the tries, not all', async () => {
    const world = fleet({ claim: () => fault('unauthenticated', { status: 401 }) })
    const report = await provisionAll(jobsOf(100), world.options).report
    expect(report.gaveUpOn).toMatchObject({
      server: 'join-server default',
      failure: { code: 'unauthenticated' },
    })
    // Up to seven are sent before the third one has failed; then six try, one at a time.
    expect(world.callsOf('claim').length).toBeLessThanOrEqual(7 + 6)
    expect(report.left.length).toBeGreaterThan(80)
  })

  test('a pause ends what is under way, and begins nothing until it goes on', async () => {
    const world = fleet()
    const seen: number[] = []
    const batch = provisionAll(jobsOf(10), {
      ...world.options,
      onEvent(event) {
        world.events.push(event)
        if (event.type !== 'settled' || seen.length > 0) return
        seen.push(world.calls.length)
        batch.pause()
        void world.clock.sleep(3_600_000).then(() => {
          seen.push(world.calls.length)
          batch.resume()
        })
      },
    })
    expect(await batch.report).toMatchObject({ done: 10, failed: [] })
    // Four were under way: the requests that had been sent are all that there was for an hour.
    expect((seen[1] ?? Infinity) - (seen[0] ?? 0)).toBeLessThanOrEqual(3)
    expect(world.calls).toHaveLength(40)
  })

  test('a signal ends the batch, a paused one too, and what was begun can go on', async () => {
    const world = fleet()
    const stop = new AbortController()
    const batch = provisionAll(jobsOf(20), {
      ...world.options,
      signal: stop.signal,
      onEvent(event) {
        if (event.type !== 'settled') return
        batch.pause()
        stop.abort()
      },
    })
    const first = await batch.report
    expect(first.done).toBeGreaterThanOrEqual(1)
    expect(first.done + first.failed.length + first.left.length).toBe(20)
    expect(first.failed.every(({ failure }) => failure.code === 'cancelled')).toBe(true)
    // Requests that were under way came to their end: no outcome is unknown.
    expect(first.failed.every(({ failure }) => failure.state?.pending === false)).toBe(true)
    const second = await provisionAll(jobsOf(20), world.options).report
    expect(second).toMatchObject({ failed: [], left: [] })
    expect(second.done).toBe(20)
  })

  test('a device that is there twice is claimed once', async () => {
    const world = fleet()
    const report = await provisionAll([jobOf(1), jobOf(1), jobOf(2), jobOf(1)], world.options).report
    expect(report).toEqual({ done: 4, wereDone: 2, failed: [], left: [] })
    expect(world.callsOf('claim')).toHaveLength(2)
  })

  test('jobs are read as they are needed', async () => {
    const world = fleet()
    let read = 0
    const ahead: number[] = []
    async function* jobs(): AsyncGenerator<ProvisioningJob> {
      for (let index = 0; index < 12; index++) {
        read += 1
        yield jobOf(index)
      }
    }
    let settled = 0
    const onEvent = (event: { readonly type: string }) => {
      if (event.type === 'settled') ahead.push(read - ++settled)
    }
    await provisionAll(jobs(), { ...world.options, concurrency: 2, onEvent }).report
    expect(Math.max(...ahead)).toBeLessThanOrEqual(3)
  })

  test('a listener that throws stops nothing, and jobs that cannot be read reject the report', async () => {
    const world = fleet()
    expect((await provisionAll(jobsOf(3), { ...world.options, onEvent: throwing }).report).done).toBe(3)
    await expect(provisionAll(broken(), world.options).report).rejects.toThrow('cut off')
  })

  test('no event and no report has a token in it', async () => {
    const world = fleet({ network: (devEui) => (devEui === devEuiOf(2) ? fault('rejected') : undefined) })
    const report = await provisionAll(jobsOf(6), world.options).report
    const said = JSON.stringify([report, world.events, await world.store.list({ limit: 100 })])
    for (const { record } of jobsOf(6)) expect(said).not.toContain(record.ownerToken?.slice(0, 20))
  })
})

describe('provisionOne', () => {
  test('takes and gives plain data', async () => {
    const { options } = fleet()
    const job = JSON.parse(JSON.stringify(jobOf(1))) as ProvisioningJob
    const result = await provisionOne(job, options)
    expect(JSON.parse(JSON.stringify(result))).toEqual({ ok: true, devEui: devEuiOf(1), wasDone: false })
    expect(await provisionOne(job, options)).toEqual({ ok: true, devEui: devEuiOf(1), wasDone: true })
  })

  test('of two at the same time one ends, and there is one claim', async () => {
    const { options, callsOf } = fleet()
    const results = await Promise.all([provisionOne(jobOf(1), options), provisionOne(jobOf(1), options)])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(codeOf(results.find(({ ok }) => !ok))).toBe('state-moved-on')
    expect(callsOf('claim')).toHaveLength(1)
  })

  test('a refusal that is the work of another process is not told as one', async () => {
    const world = fleet()
    const { ports: sound } = world.options
    const [named] = sound.joinServers.all
    if (named === undefined) throw new Error('no Join Server')
    // Its request is slow, and another process goes on with the device meanwhile.
    let other: Promise<JobResult> | undefined
    const slow = oneJoinServer({
      ...named.server,
      async claim(request) {
        other ??= provisionOne(jobOf(1), world.options)
        await other
        return named.server.claim(request)
      },
    })
    const late = await provisionOne(jobOf(1), { ...world.options, ports: { ...sound, joinServers: slow } })
    expect(await other).toMatchObject({ ok: true })
    expect(codeOf(late)).toBe('state-moved-on')
    expect(world.callsOf('claim')).toHaveLength(2)
    expect((await world.store.load(devEuiOf(1)))?.state.step).toBe('done')
  })

  test('a device of which nothing was claimed begins anew with the choice of today', async () => {
    let isAway = true
    const world = fleet({ claim: () => (isAway ? fault('not-found', { status: 404 }) : undefined) })
    const first = await provisionOne(jobOf(1, { name: 'old' }), world.options)
    expect(codeOf(first)).toBe('not-found')
    isAway = false
    await provisionOne(jobOf(1, { name: 'new' }), world.options)
    expect((await world.store.load(devEuiOf(1)))?.state).toMatchObject({ name: 'new', step: 'done' })
  })

  test('a device whose claim may be spent goes on as it was begun', async () => {
    let isAway = true
    const world = fleet({ claim: () => (isAway ? fault('timed-out') : undefined) })
    const most = { attempts: 1 }
    const first = await provisionOne(jobOf(1, { name: 'old' }), { ...world.options, most })
    expect(first).toMatchObject({ ok: false, gaveUp: 'attempts', failure: { code: 'timed-out' } })
    isAway = false
    await provisionOne(jobOf(1, { name: 'new' }), world.options)
    expect((await world.store.load(devEuiOf(1)))?.state).toMatchObject({ name: 'old', step: 'done' })
  })

  test('says what is missing without asking a server, and that the session is another one', async () => {
    const world = fleet({ network: () => fault('rejected') })
    const unknown = await provisionOne(jobOf(1, { routingProfileId: 'nowhere' }), world.options)
    expect(codeOf(unknown)).toBe('routing-profile-unknown')
    expect(world.calls).toEqual([])
    await provisionOne(jobOf(1), world.options)
    const other: Session = { ...session, asTransportKey: { id: 'ask-2', encryptedKey: 'c2VjcmV0' } }
    const result = await provisionOne(jobOf(1), { ...world.options, session: other })
    expect(codeOf(result)).toBe('as-transport-key-changed')
    expect(result.ok ? '' : explain(result.failure)).toContain('another login')
  })

  test('a device that was released is left alone, and claimed again when that is asked for', async () => {
    const world = fleet()
    await provisionOne(jobOf(1), world.options)
    const stored = await world.store.load(devEuiOf(1))
    if (stored === undefined) throw new Error('not stored')
    const { joinServerDevice: _, networkServerDevice: __, ...rest } = stored.state
    const release = { isDone: true, released: ['claim'], stays: [] } as const
    await world.store.save({ ...rest, step: 'claim', release }, stored.revision)
    world.claimed.clear()
    expect(codeOf(await provisionOne(jobOf(1), world.options))).toBe('device-released')
    expect(world.callsOf('claim')).toHaveLength(1)
    const again = { ...jobOf(1), again: true }
    expect(await provisionOne(again, world.options)).toMatchObject({ ok: true, wasDone: false })
    expect(world.callsOf('claim')).toHaveLength(2)
    const now = await world.store.load(devEuiOf(1))
    await world.store.save({ ...rest, release: { ...release, isDone: false } }, now?.revision ?? 0)
    expect(codeOf(await provisionOne(again, world.options))).toBe('device-released')
  })

  test('a store that cannot be read is a failure that may pass', async () => {
    const { options } = fleet()
    const store = { ...options.store, load: () => Promise.reject(new Error('disk')) }
    const result = await provisionOne(jobOf(1), { ...options, store })
    expect(result).toMatchObject({ ok: false, failure: { code: 'save-failed', retryable: true } })
  })
})

function throwing(): never {
  throw new Error('of the listener')
}

async function* broken(): AsyncGenerator<ProvisioningJob> {
  yield jobOf(4)
  throw new Error('the file is cut off')
}

function codeOf(result: JobResult | undefined): string | undefined {
  return result === undefined || result.ok ? undefined : result.failure.code
}
