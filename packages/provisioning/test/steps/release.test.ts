import { createWorkflow, fault, memoryStore, oneJoinServer, savesIn } from '@claimtag/provisioning'
import type { ProvisioningState, WorkflowPorts } from '@claimtag/provisioning'
import { FAULTS, faulty } from '@claimtag/provisioning/faulty'
import type { FaultName } from '@claimtag/provisioning/faulty'
import { describe, expect, test } from 'vitest'
import { choice, configuration, createWorld, record } from '../world/world.ts'
import type { World } from '../world/world.ts'

const { devEui, ownerToken } = record
const REMOVED = ['removed from the application server', 'removed from the network server', 'release']
const ALL = ['application-server', 'network-server', 'claim']

/** A world with the device, and one who may take it back. */
async function provisioned(world: World, overrides: Partial<WorkflowPorts> = {}) {
  const { joinServer, networkServer, applicationServer } = world
  const saves = savesIn(memoryStore())
  const ports = {
    configuration,
    joinServers: oneJoinServer(joinServer),
    networkServer,
    applicationServer,
    unwrapKey: async (encrypted: string) => encrypted,
    save: saves.save,
  }
  const empty = world.holdings()
  const workflow = createWorkflow(ports)
  const login = await workflow.login('PEM')
  if (!login.ok) throw new Error(login.code)
  const done = await workflow.provision(login.session, record, choice)
  if (!done.ok) throw new Error(done.code)
  return {
    empty,
    session: login.session,
    state: done.state,
    saves,
    workflow: createWorkflow({ ...ports, ...overrides }),
  }
}

/** Without the marks of a release, as one who provisions the device again. */
function unmarked(state: ProvisioningState): ProvisioningState {
  const { release: _, ...rest } = state
  return rest
}

describe('release', () => {
  test('takes a device back in reverse order, and it can be provisioned again', async () => {
    const world = createWorld({ canLook: true })
    const { empty, session, state, workflow, saves } = await provisioned(world)
    const result = await workflow.release({ state })
    expect(result).toMatchObject({ ok: true, released: ALL, stays: [] })
    expect(result.state).toMatchObject({ step: 'claim', pending: false, release: { isDone: true } })
    expect(result.state).not.toHaveProperty('joinServerDevice')
    expect(result.state).not.toHaveProperty('networkServerDevice')
    expect(world.holdings()).toBe(empty)
    expect(world.done.slice(-3)).toEqual(REMOVED)
    expect(await saves.load(devEui)).toEqual(result.state)

    if (result.state === undefined) throw new Error('no state')
    expect(await workflow.resume({ session, state: result.state, ownerToken })).toMatchObject({
      code: 'device-released',
    })
    expect(await workflow.release({ state: result.state })).toMatchObject({
      ok: true,
      released: ALL,
      stays: [],
    })
    expect(world.done.slice(-3)).toEqual(REMOVED)
    const again = await workflow.resume({ session, state: unmarked(result.state), ownerToken })
    expect(again).toMatchObject({ ok: true, state: { step: 'done' } })
  })

  test('takes back only what was done', async () => {
    const world = createWorld({ canLook: true })
    const { session, workflow } = await provisioned(world)
    const begun = workflow.begin(session, record, choice)
    if (!begun.ok) throw new Error(begun.code)
    expect(await workflow.release({ state: begun.state })).toMatchObject({
      ok: true,
      released: [],
      stays: [],
    })
    const served = { ...begun.state, step: 'network-server' } as const
    expect(await workflow.release({ state: served })).toMatchObject({ ok: true, released: ['claim'] })
    expect(world.devices.size).toBe(1)
  })

  test('says what stays and why, and asks the other servers; the next time it asks again', async () => {
    const world = createWorld({ canLook: true })
    const { state, workflow } = await provisioned(world)
    const { applicationServer, networkServer } = world
    const before = { applicationServer: { ...applicationServer }, networkServer: { ...networkServer } }
    delete applicationServer.remove
    networkServer.remove = async () => fault('forbidden', { status: 403 })
    const result = await workflow.release({ state })
    const stays = [
      { step: 'application-server', reason: 'release-not-offered' },
      { step: 'network-server', reason: 'forbidden' },
    ]
    expect(result).toMatchObject({ ok: true, released: ['claim'], stays, state: { step: 'claim' } })
    expect(world.keys.size + world.devices.size).toBe(2)
    if (result.state === undefined) throw new Error('no state')
    Object.assign(applicationServer, before.applicationServer)
    Object.assign(networkServer, before.networkServer)
    expect(await workflow.release({ state: result.state })).toMatchObject({
      ok: true,
      released: ['claim', 'application-server', 'network-server'],
      stays: [],
    })
    expect(world.keys.size + world.devices.size).toBe(0)
  })

  test('a claim that cannot be given up keeps its step', async () => {
    const world = createWorld({ canLook: true })
    delete world.joinServer.release
    const { session, state, workflow } = await provisioned(world)
    const result = await workflow.release({ state })
    expect(result).toMatchObject({
      ok: true,
      stays: [{ step: 'claim', reason: 'release-not-offered' }],
      state: { step: 'network-server', joinServerDevice: 'km-1' },
    })
    if (result.state === undefined) throw new Error('no state')
    expect(await workflow.resume({ session, state: unmarked(result.state) })).toMatchObject({ ok: true })
  })

  test('a JoinEUI that leads elsewhere now is a reason to stay', async () => {
    const world = createWorld({ canLook: true })
    const { state } = await provisioned(world)
    const { workflow } = await provisioned(createWorld({ canLook: true }), {
      joinServers: oneJoinServer(world.joinServer, 'other'),
    })
    expect(await workflow.release({ state })).toMatchObject({
      stays: [{ step: 'claim', reason: 'join-server-changed' }],
    })
  })

  test('leaves a device that was adopted', async () => {
    const world = createWorld({ canLook: true })
    const { state, workflow } = await provisioned(world)
    expect(await workflow.release({ state: { ...state, adopted: true } })).toMatchObject({
      ok: true,
      released: ['application-server', 'claim'],
      stays: [{ step: 'network-server', reason: 'device-adopted' }],
    })
  })

  test.each([
    ['its own', {}, true, { released: ['network-server', 'claim'], stays: [] }, 0],
    ['that of somebody else', { name: 'other' }, true, { released: ['claim'], stays: [] }, 1],
    [
      'one that it cannot look at',
      {},
      false,
      { released: ['claim'], stays: [{ step: 'network-server', reason: 'release-uncertain' }] },
      1,
    ],
  ])('after a lost answer, takes back %s or leaves it', async (_, there, canLook, expected, left) => {
    const world = createWorld({ canLook })
    const { state, workflow } = await provisioned(world)
    const device = world.devices.get(devEui)
    if (device === undefined) throw new Error('no device')
    world.devices.set(devEui, { ...device, ...there })
    const lost = { ...state, step: 'network-server', pending: true } as const
    expect(await workflow.release({ state: lost })).toMatchObject({ ok: true, ...expected })
    expect(world.devices.size).toBe(left)
  })
})

type Removal = 'applicationServer remove' | 'networkServer remove' | 'joinServer release'
const REMOVALS: readonly Removal[] = [
  'applicationServer remove',
  'networkServer remove',
  'joinServer release',
]
/** Refusals after which the device stays, and the next server is asked. */
const STAYS: readonly FaultName[] = ['refused', '401', '403', '409']

/** Goes on with what is stored until the device is released. */
async function released(
  { workflow, saves, state }: Awaited<ReturnType<typeof provisioned>>,
  signal: () => AbortSignal = () => new AbortController().signal,
) {
  for (let attempt = 0; attempt < 5; attempt++) {
    const stored = (await saves.load(devEui)) ?? state
    const result = await workflow.release({ state: stored }, { signal: signal() })
    if (result.ok && result.stays.length === 0) return result
  }
  throw new Error('it is never released')
}

describe('a release that is cut', () => {
  test.each(
    REMOVALS.flatMap((moment) =>
      (Object.keys(FAULTS) as FaultName[])
        // A server that says that the device is not there, although it is, is believed.
        .filter((name) => name !== '404')
        .map((name) => [moment, name] as const),
    ),
  )('%s: %s, goes on to the same end', async (moment, name) => {
    const world = createWorld({ canLook: true })
    const [port, method] = moment.split(' ')
    let stop = new AbortController()
    const unlucky = <T extends object>(given: T, is: string): T =>
      faulty(given, (call) => {
        if (port !== is || method !== call.method || call.number > 1) return undefined
        const end = stop
        if (FAULTS[name].does.kind === 'waits') queueMicrotask(() => end.abort())
        return name
      })
    const run = await provisioned(world, {
      joinServers: oneJoinServer(unlucky(world.joinServer, 'joinServer')),
      networkServer: unlucky(world.networkServer, 'networkServer'),
      applicationServer: unlucky(world.applicationServer, 'applicationServer'),
    })
    const result = await released(run, () => (stop = new AbortController()).signal)
    expect(world.holdings()).toBe(run.empty)
    expect(world.done.slice(-3).sort()).toEqual([...REMOVED].sort())
    // What stayed at first is taken back after the others.
    const isInOrder = String(result.released) === String(ALL)
    expect(isInOrder).toBe(!STAYS.includes(name) || moment === 'joinServer release')
    expect(result.state).toMatchObject({ step: 'claim', pending: false, release: { isDone: true } })
  })

  // Before and after each of the three requests, and at the end.
  test.each(Array.from({ length: 7 }, (_, index) => [index + 1]))(
    'by the end of our process at save %i',
    async (at) => {
      for (const isStored of [false, true]) {
        const world = createWorld({ canLook: true })
        const run = await provisioned(world)
        let count = 0
        let crash: (() => void) | undefined
        const crashed = new Promise<void>((resolve) => (crash = resolve))
        const cut = createWorkflow({
          configuration,
          joinServers: oneJoinServer(world.joinServer),
          networkServer: world.networkServer,
          applicationServer: world.applicationServer,
          unwrapKey: async (encrypted) => encrypted,
          async save(state) {
            count++
            if (count !== at || isStored) await run.saves.save(state)
            if (count !== at) return
            crash?.()
            await new Promise(() => undefined)
          },
        })
        await Promise.race([cut.release({ state: run.state }), crashed])
        expect(count).toBe(at)
        expect(await released(run)).toMatchObject({ released: ALL })
        expect(world.holdings()).toBe(run.empty)
        expect(world.done.slice(-3)).toEqual(REMOVED)
      }
    },
  )
})
