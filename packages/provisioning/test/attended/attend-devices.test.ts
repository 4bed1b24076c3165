import { createWorkflow, fault, savesIn, type Session } from '@claimtag/provisioning'
import { attendDevices, type DeviceView, listingStore } from '@claimtag/provisioning/attended'
import { expect, test } from 'vitest'
import { devEuiOf, fleet, jobOf } from '../batch/fleet.ts'

/** Devices of one person at the servers of a fleet, with all that was shown of them. */
function attended(refusals: Parameters<typeof fleet>[0] = {}, session?: Session) {
  const world = fleet(refusals)
  const { ports, clock } = world.options
  const broken = { isStoreAway: false, isListenerBroken: false }
  const store = listingStore({
    ...world.store,
    load: async (devEui) => {
      if (broken.isStoreAway) throw new Error('away')
      return world.store.load(devEui)
    },
  })
  const obeyed = (): void => {
    if (broken.isListenerBroken) throw new Error('a listener of the caller')
  }
  const checks: string[] = []
  const saves = savesIn(store)
  const stop = new AbortController()
  const views: DeviceView[] = []
  const decisions: string[] = []
  const workflow = createWorkflow({ ...ports, save: saves.save, clock })
  const person = {
    workflow: {
      ...workflow,
      check: (...given: Parameters<typeof workflow.check>) => {
        checks.push(given[1].devEui)
        return workflow.check(...given)
      },
    },
    session: session ?? world.options.session,
    saves,
  }
  const devices = attendDevices({
    clock: world.clock,
    store,
    attendant: () => person,
    signal: stop.signal,
    onView: (view) => {
      views.push(view)
      obeyed()
    },
    onDecision: (devEui, step, outcome) => {
      decisions.push(`${devEui.slice(-2)} ${step} ${outcome}`)
      obeyed()
    },
  })

  async function provision(index: number): Promise<DeviceView> {
    const { record, choice } = jobOf(index)
    const view = await devices.provision(record, choice)
    if ('ok' in view) expect.fail(view.code)
    return view
  }

  /** The first view of that status, from now on. */
  async function until(index: number, status: DeviceView['status']): Promise<DeviceView> {
    for (let turn = 0; turn < 2000; turn++) {
      const view = await devices.view(devEuiOf(index))
      if (view?.status === status) return view
      await world.clock.sleep(5)
    }
    return expect.fail(`${index} did not come to be ${status}`)
  }
  return { ...world, devices, broken, checks, stop, views, decisions, provision, until }
}

test('a device is shown at every step, and its token nowhere', async () => {
  const { provision, until, views, decisions } = attended()
  expect(await provision(1)).toMatchObject({ status: 'running', step: 'claim' })
  const live = await until(1, 'live')
  expect(live).toMatchObject({ devEui: devEuiOf(1), step: 'done', took: { claim: 20 } })
  const steps = ['claim', 'join-server', 'network-server', 'application-server']
  expect(decisions).toEqual(steps.map((step) => `01 ${step} done`))
  expect([...new Set(views.map(({ step }) => step))]).toEqual([...steps, 'done'])
  const orders = views.map(({ order }) => order)
  expect(orders).toEqual(orders.slice().sort((a, b) => a - b))
  expect(JSON.stringify(views)).not.toContain('c2Vjcm')
})

test('a crate of devices goes six at a time', async () => {
  const { provision, until, mostUnderWay, devices } = attended()
  for (let index = 0; index < 20; index++) await provision(index)
  for (let index = 0; index < 20; index++) await until(index, 'live')
  expect(mostUnderWay()).toBe(6)
  expect((await devices.list()).devices).toHaveLength(20)
})

test('one that cannot be reached waits and says until when, lets others go on, and a person can end the wait', async () => {
  let isUp = false
  const world = attended({
    network: (devEui) => (isUp || devEui !== devEuiOf(1) ? undefined : fault('unreachable')),
  })
  const { provision, until, devices, callsOf } = world
  await provision(1)
  const waiting = await until(1, 'waiting')
  expect(waiting).toMatchObject({ step: 'network-server', failure: { code: 'unreachable', retryable: true } })
  expect(Date.parse(waiting.retryAt ?? '')).toBeGreaterThan(world.clock.now())
  await provision(2)
  await until(2, 'live')
  isUp = true
  const before = world.clock.now()
  await devices.retry(devEuiOf(1), false)
  await until(1, 'live')
  expect(world.clock.now()).toBeLessThan(Math.max(before + 500, Date.parse(waiting.retryAt ?? '')))
  expect(callsOf(`claim ${devEuiOf(1)}`)).toHaveLength(1)
})

test('a refused claim stands still, is counted, and goes on with the code that comes next', async () => {
  let isRefused = true
  const { provision, until, devices } = attended({
    claim: () => (isRefused ? fault('claim-refused') : undefined),
  })
  await provision(1)
  expect(await until(1, 'stopped')).toMatchObject({ step: 'claim', failure: { code: 'claim-refused' } })
  expect(devices.refusals()).toBe(1)
  devices.forgive()
  expect(devices.refusals()).toBe(0)
  isRefused = false
  // Without the code it cannot go on.
  await devices.retry(devEuiOf(1), false)
  expect(await until(1, 'stopped')).toMatchObject({ failure: { code: 'owner-token-missing' } })
  await provision(1)
  await until(1, 'live')
})

test('another process goes on with what was claimed, and not with what needs a code', async () => {
  let isUp = false
  const world = attended({ network: () => (isUp ? undefined : fault('unreachable')) })
  await world.provision(1)
  await world.until(1, 'waiting')
  world.stop.abort()
  isUp = true
  const { ports, session, clock } = world.options
  const store = listingStore(world.store)
  const saves = savesIn(store)
  const next = attendDevices({
    clock: world.clock,
    store,
    attendant: () => ({ workflow: createWorkflow({ ...ports, save: saves.save, clock }), session, saves }),
    signal: new AbortController().signal,
    onView: () => {},
    onDecision: () => {},
  })
  await next.resume()
  while ((await next.view(devEuiOf(1)))?.status !== 'live') await world.clock.sleep(5)
  expect(world.callsOf('claim')).toHaveLength(1)
  // The first one has ended, and so has its wait: it begins nothing more.
  const shown = world.views.length
  await world.clock.sleep(3_600_000)
  await world.devices.retry(devEuiOf(1), false)
  expect(world.views).toHaveLength(shown)
  expect(world.callsOf('application-server')).toHaveLength(1)
})

test('a device that is not there is released by nobody', async () => {
  const { devices } = attended()
  expect(await devices.release(devEuiOf(1))).toBeUndefined()
  expect(await devices.view(devEuiOf(1))).toBeUndefined()
})

test('of two people who scan a device at once, one begins it, and both see it', async () => {
  const { provision, until, callsOf } = attended()
  const seen = await Promise.all([provision(1), provision(1), provision(1)])
  expect(seen.map(({ step }) => step)).toEqual(['claim', 'claim', 'claim'])
  await until(1, 'live')
  expect(callsOf('claim')).toHaveLength(1)
})

test('a device whose store is away for a time waits for it', async () => {
  let isUp = false
  const world = attended({ network: () => (isUp ? undefined : fault('unreachable')) })
  await world.provision(1)
  await world.until(1, 'waiting')
  isUp = world.broken.isStoreAway = true
  const shown = world.views.length
  await world.clock.sleep(60_000)
  expect(world.views.slice(shown).map(({ failure }) => failure?.code)).toContain('save-failed')
  expect(world.views[world.views.length - 1]).toMatchObject({ step: 'network-server' })
  await expect(world.provision(2)).rejects.toThrow('away')
  world.broken.isStoreAway = false
  // No wait is longer than a minute.
  await world.clock.sleep(120_000)
  await world.until(1, 'live')
  await world.provision(2)
  await world.until(2, 'live')
})

test('a device that cannot be loaded at all goes on when it is asked to', async () => {
  const { provision, until, devices, broken, clock } = attended({ claim: () => undefined })
  await provision(1)
  broken.isStoreAway = true
  await devices.resume()
  await devices.retry(devEuiOf(2), false)
  await clock.sleep(1000)
  broken.isStoreAway = false
  expect(await until(1, 'live')).toMatchObject({ step: 'done' })
})

test('a listener that throws ends no device', async () => {
  const { provision, until, broken, decisions } = attended()
  broken.isListenerBroken = true
  await provision(1)
  await until(1, 'live')
  expect(decisions).toHaveLength(4)
})

test('with the last session, what still waits for its turn is not checked any more, and its code is forgotten', async () => {
  const { provision, checks, stop, clock, callsOf } = attended()
  for (let index = 0; index < 20; index++) await provision(index)
  const before = checks.length
  stop.abort()
  await clock.sleep(60_000)
  expect(checks).toHaveLength(before)
  expect(callsOf('claim').length).toBeLessThan(20)
})
