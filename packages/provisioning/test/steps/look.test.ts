import { createWorkflow, explain, fault, oneJoinServer } from '@claimtag/provisioning'
import type {
  Fault,
  FoundDevice,
  NetworkServerDevice,
  ProvisioningState,
  Session,
  WorkflowPorts,
} from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'
import { choice, configuration, createWorld, eui, record } from '../world/world.ts'
import type { World, WorldOptions } from '../world/world.ts'

const { ownerToken, devEui } = record
const session: Session = {
  connectivityPlans: ['basic', 'gold'].map((id) => ({ id, name: id, isDefault: id === 'basic' })),
  deviceProfiles: [{ id: 'generic', name: 'Generic', isDefault: true }],
  routingProfiles: [{ id: 'busit', name: 'Busit', isDefault: true }],
  asTransportKey: { id: 'ask-1', encryptedKey: 'wrapped' },
}

function workflowOf(world: World, overrides: Partial<WorkflowPorts> = {}) {
  const { joinServer, networkServer, applicationServer } = world
  return createWorkflow({
    configuration,
    joinServers: oneJoinServer(joinServer),
    networkServer,
    applicationServer,
    unwrapKey: async (encrypted) => `unwrapped ${encrypted}`,
    ...overrides,
  })
}

/** A device that stands before its step at the Network Server. */
async function atNetworkServer(
  options: WorldOptions,
  there: Partial<NetworkServerDevice> | undefined,
  state: Partial<ProvisioningState> = {},
) {
  const world = createWorld(options)
  const workflow = workflowOf(world)
  const begun = workflow.begin(session, record, choice)
  if (!begun.ok) throw new Error(begun.code)
  const { name, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = begun.state
  const wanted = { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
  if (there !== undefined) world.devices.set(devEui, { ...wanted, ...there })
  const input = { session, state: { ...begun.state, step: 'network-server', ...state } as const }
  return { world, result: await workflow.advance(input) }
}

const other = { connectivityPlanId: 'gold', name: 'somebody else', deviceProfileId: 'unlisted' }
const differences = [
  { member: 'deviceProfileId', ours: 'generic' },
  { member: 'connectivityPlanId', ours: 'basic', theirs: 'gold' },
  { member: 'name' },
]
const nameOnly = ({ name }: NetworkServerDevice): FoundDevice => ({ name, device: '/devices/7' })

describe('a device that the Network Server has', () => {
  test.each([
    ['with our values, after a lost answer', {}, { pending: true }],
    ['with our values, that is all told', {}, {}],
  ])('%s is done', async (_, there, state) => {
    const { world, result } = await atNetworkServer({ canLook: true }, there, state)
    expect(result).toMatchObject({
      ok: true,
      state: { step: 'application-server', networkServerDevice: '/devices/1' },
    })
    expect(world.done).toEqual([])
    // What no request of ours has made is left there by a release.
    expect(result.state?.adopted).toBe('pending' in state ? undefined : true)
  })

  test.each([
    ['after a lost answer', { pending: true }],
    ['without one', {}],
  ])('with other values is a conflict that names them, %s', async (_, state) => {
    const { result } = await atNetworkServer({ canLook: true }, other, state)
    expect(result).toMatchObject({ step: 'network-server', code: 'conflict', differences, retryable: false })
    expect(result.state).toMatchObject({ pending: false, failure: { code: 'conflict' } })
    if (result.ok) throw new Error('no conflict')
    expect(explain(result)).toBe(
      'Provisioning the Network Server: the Network Server already has this device, with another Device Profile, another Connectivity Plan (gold instead of basic) and another name. Remove it there, or adopt it.',
    )
  })

  test('of which only a part is told is taken for ours after a lost answer alone', async () => {
    const options = { canLook: true, told: nameOnly }
    expect(await atNetworkServer(options, other, { name: other.name, pending: true })).toMatchObject({
      result: { ok: true, state: { networkServerDevice: '/devices/7' } },
    })
    expect(await atNetworkServer(options, other, { name: other.name })).toMatchObject({
      result: { code: 'conflict', differences: [] },
    })
  })

  test('is adopted when the choice says so, and the state tells what is there', async () => {
    const { world, result } = await atNetworkServer({ canLook: true }, other, { adopt: true })
    expect(result).toMatchObject({
      ok: true,
      state: {
        step: 'application-server',
        connectivityPlanId: 'gold',
        deviceProfileId: 'generic',
        adopted: true,
      },
    })
    expect(world.done).toEqual([])
  })

  test('of another Join Server is not adopted', async () => {
    const joinEui = eui('70B3D57ED0000099')
    const { result } = await atNetworkServer({ canLook: true }, { joinEui }, { adopt: true })
    expect(result).toMatchObject({ code: 'conflict', differences: [{ member: 'joinEui', theirs: joinEui }] })
  })

  test('is adopted by its conflict, where the server cannot be asked', async () => {
    expect(await atNetworkServer({ canLook: false }, other, { adopt: true })).toMatchObject({
      result: { ok: true },
    })
    expect(await atNetworkServer({ canLook: false }, other)).toMatchObject({ result: { code: 'conflict' } })
  })

  test('is made when it is not there', async () => {
    for (const state of [{ pending: true }, { adopt: true }, {}] as const) {
      const { world } = await atNetworkServer({ canLook: true }, undefined, state)
      expect(world.done).toEqual(['network-server'])
    }
  })
})

describe('a question that fails', () => {
  test.each<[Fault['code'], 'asked again' | 'not asked']>([
    ['server-failed', 'asked again'],
    ['timed-out', 'asked again'],
    ['unauthenticated', 'asked again'],
    ['rate-limited', 'asked again'],
    ['forbidden', 'not asked'],
    ['not-found', 'not asked'],
    ['rejected', 'not asked'],
  ])('with %s is %s', async (code, then) => {
    const world = createWorld({ canLook: true })
    world.networkServer.find = async () => fault(code)
    const workflow = workflowOf(world)
    const begun = workflow.begin(session, record, choice)
    if (!begun.ok) throw new Error(begun.code)
    const state = { ...begun.state, step: 'network-server', pending: true } as const
    const expected =
      then === 'not asked'
        ? { ok: true }
        : { step: 'network-server', code, state: { pending: true, attempts: 0 } }
    expect(await workflow.advance({ session, state })).toMatchObject(expected)
    expect(world.done).toEqual(then === 'not asked' ? ['network-server'] : [])
  })
})

async function claimed(
  owner: 'ours' | 'others' | undefined,
  token: string,
  more: Partial<ProvisioningState> = {},
) {
  const world = createWorld({ canLook: true })
  world.claimFor(owner)
  const workflow = workflowOf(world)
  const begun = workflow.begin(session, record, choice)
  if (!begun.ok) throw new Error(begun.code)
  const state = { ...begun.state, ...more }
  return workflow.advance({ session, state, ownerToken: token })
}

describe('a claim that is refused', () => {
  test.each([
    ['the token is wrong', undefined, 'x', {}, 'unclaimed', 403],
    ['another account has it', 'others', ownerToken, {}, 'others', 403],
    [
      'another account has it, after a lost answer',
      'others',
      ownerToken,
      { pending: true },
      'others',
      undefined,
    ],
    ['this account has it, by another portal', 'ours', ownerToken, {}, 'ours', 403],
  ] as const)('says why: %s', async (_, owner, token, more, claimStatus, status) => {
    const result = await claimed(owner, token, more)
    expect(result).toMatchObject({
      ok: false,
      step: 'claim',
      code: 'claim-refused',
      claimStatus,
      state: { pending: false, claimPresumed: false },
    })
    expect('status' in result ? result.status : undefined).toBe(status)
  })

  test.each([
    ['after a lost answer', { pending: true }],
    ['that is to be adopted', { adopt: true }],
  ] as const)('is none of a device that is ours %s', async (_, more) => {
    expect(await claimed('ours', 'x', more)).toMatchObject({
      ok: true,
      state: { step: 'join-server', claimPresumed: false },
    })
  })
})

test('an Application Server that has the device without an earlier request has it with another key', async () => {
  for (const [pending, expected] of [
    [true, { ok: true, state: { step: 'done' } }],
    [false, { code: 'conflict', state: { pending: false } }],
  ] as const) {
    const world = createWorld({ canLook: true })
    world.keys.set(devEui, 'a key')
    const workflow = workflowOf(world)
    const begun = workflow.begin(session, record, choice)
    if (!begun.ok) throw new Error(begun.code)
    const state = { ...begun.state, step: 'application-server', pending, adopt: true } as const
    expect(await workflow.advance({ session, state })).toMatchObject(expected)
  }
})
