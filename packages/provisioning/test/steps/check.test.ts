import { createWorkflow, fault, oneJoinServer } from '@claimtag/provisioning'
import type { NetworkServerDevice, Session } from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'
import { choice, configuration, createWorld, record } from '../world/world.ts'
import type { World, WorldOptions } from '../world/world.ts'

const { devEui, joinEui } = record
const wanted: NetworkServerDevice = {
  name: devEui,
  devEui,
  joinEui,
  deviceProfileId: 'generic',
  connectivityPlanId: 'basic',
  routingProfileId: 'busit',
}

async function checked(
  options: WorldOptions,
  change: (world: World) => void = () => undefined,
  adopt = false,
) {
  const world = createWorld(options)
  const { joinServer, networkServer, applicationServer } = world
  const workflow = createWorkflow({
    configuration,
    joinServers: oneJoinServer(joinServer),
    networkServer,
    applicationServer,
    unwrapKey: async (encrypted) => encrypted,
  })
  const login = await workflow.login('PEM')
  if (!login.ok) throw new Error(login.code)
  change(world)
  const before = world.holdings()
  const { session } = login
  const result = await workflow.check(session, record, { ...choice, adopt })
  expect(world.holdings()).toBe(before)
  return { result, world, workflow, session }
}

function isThereAlready(world: World): void {
  world.claimFor('ours')
  world.devices.set(devEui, { ...wanted, name: 'other' })
}

async function forbidden() {
  return fault('forbidden', { status: 403 })
}

describe('check', () => {
  test('tells what the servers say, and changes nothing', async () => {
    const { result, world } = await checked({ canLook: true, freeSlots: 3 })
    expect(result).toMatchObject({
      ok: true,
      claimStatus: 'unclaimed',
      isAtNetworkServer: false,
      freeSlots: 3,
    })
    expect(result.state).toMatchObject({ step: 'claim', pending: false })
    expect(world.done).toEqual(['key'])
  })

  test('leaves out what cannot be asked', async () => {
    const { result } = await checked({ canLook: false })
    expect(Object.keys(result)).toEqual(['ok', 'state'])
    expect((await checked({ canLook: false, freeSlots: 2 })).result).toMatchObject({ ok: true, freeSlots: 2 })
  })

  test.each<[string, object, WorldOptions, ((world: World) => void)?, boolean?]>([
    [
      'a plan without a place',
      { step: 'network-server-check', code: 'connectivity-plan-full', connectivityPlanId: 'basic' },
      { canLook: true, freeSlots: 0 },
    ],
    [
      'a plan without a place, by the list of the login',
      { step: 'network-server-check', code: 'connectivity-plan-full' },
      { canLook: false, freeSlots: 0 },
    ],
    [
      'a device of another account',
      { step: 'join-server-check', code: 'claim-refused', claimStatus: 'others' },
      { canLook: true },
      (world) => world.claimFor('others'),
    ],
    [
      'a device that this account has claimed',
      { step: 'join-server-check', code: 'claim-refused', claimStatus: 'ours' },
      { canLook: true },
      (world) => world.claimFor('ours'),
    ],
    [
      'a device that the Join Server does not know',
      { step: 'join-server-check', code: 'not-found' },
      { canLook: true },
      (world) => (world.joinServer.status = async () => fault('not-found', { status: 404 })),
    ],
    [
      'another device at the Network Server',
      {
        step: 'network-server-check',
        code: 'conflict',
        differences: [{ member: 'name' }],
      },
      { canLook: true },
      (world) => void world.devices.set(devEui, { ...wanted, name: 'other' }),
    ],
    [
      'a Join Server that fails',
      { step: 'join-server-check', code: 'server-failed', retryable: true },
      { canLook: true },
      (world) => (world.joinServer.status = async () => fault('server-failed')),
    ],
    [
      'a Network Server that fails',
      { step: 'network-server-check', code: 'timed-out', retryable: true },
      { canLook: true },
      (world) => (world.networkServer.find = async () => fault('timed-out')),
    ],
    [
      'a plan that cannot be counted now',
      { step: 'network-server-check', code: 'unreachable', retryable: true },
      { canLook: true },
      (world) => (world.networkServer.capacity = async () => fault('unreachable')),
    ],
  ])('finds %s before the claim', async (_, expected, options, change) => {
    const { result, world, workflow, session } = await checked(options, change)
    expect(result).toMatchObject({ ok: false, devEui, ...expected })
    expect(result).not.toHaveProperty('state')
    expect(await workflow.provision(session, record, choice)).toEqual(result)
    expect(world.done).toEqual(['key'])
  })

  test('lets a device be adopted, which needs no place', async () => {
    const { result } = await checked({ canLook: true, freeSlots: 0 }, isThereAlready, true)
    expect(result).toMatchObject({ ok: true, claimStatus: 'ours', isAtNetworkServer: true })
  })

  test('goes on when an account may not ask', async () => {
    const { result } = await checked({ canLook: true }, ({ joinServer, networkServer }) => {
      joinServer.status = forbidden
      networkServer.find = forbidden
      networkServer.capacity = forbidden
    })
    expect(Object.keys(result)).toEqual(['ok', 'state'])
  })

  test('finds first what needs no server', async () => {
    const { workflow } = await checked({ canLook: true })
    const empty: Session = {
      connectivityPlans: [],
      deviceProfiles: [],
      routingProfiles: [],
      asTransportKey: { id: '', encryptedKey: '' },
    }
    expect(await workflow.check(empty, record, choice)).toMatchObject({
      step: 'scan',
      code: 'device-profile-not-offered',
    })
  })
})
