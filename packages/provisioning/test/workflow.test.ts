import { parseEui64 } from '@claimtag/core'
import type { DeviceRecord, Eui64 } from '@claimtag/core'
import { answered, createWorkflow, fault } from '@claimtag/provisioning'
import type {
  FailureReason,
  FaultCode,
  ListedItem,
  ProvisioningState,
  Session,
  WorkflowPorts,
} from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const record: DeviceRecord = { devEui: eui('70B3D57ED00A0004'), joinEui: eui('70B3D57ED0000002'), ownerToken }
const choice = { routingProfileId: 'busit' }
const basic: ListedItem = { id: 'basic', name: 'Basic', isDefault: false }
const generic: ListedItem = { id: 'generic', name: 'Generic', isDefault: false }
const busit: ListedItem = { id: 'busit', name: 'Busit', isDefault: false }
const session: Session = {
  connectivityPlans: [basic],
  deviceProfiles: [generic],
  routingProfiles: [busit],
  asTransportKey: { id: 'ask-1', encryptedKey: 'c2VjcmV0' },
}

function eui(text: string): Eui64 {
  const parsed = parseEui64(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

/** Servers that do what they are asked, and note it. */
function ports(overrides: Partial<WorkflowPorts> = {}): WorkflowPorts & { readonly calls: string[] } {
  const calls: string[] = []
  const note = (call: string): { ok: true; value: undefined } => {
    calls.push(call)
    return answered(undefined)
  }
  return {
    calls,
    configuration: {
      routingProfiles: { busit: { name: 'Busit' } },
      deviceProfiles: { generic: { name: 'Generic' } },
      deviceProfileByJoinEui: { [eui('70B3D57ED0000002')]: 'generic' },
      homeNetId: '000002',
      hsmGroupId: 'HSM',
    },
    joinServer: {
      createAsTransportKey: async () => answered(session.asTransportKey),
      claim: async () => ({ ...note('claim'), value: { device: 'km-1' } }),
      provision: async ({ device }) => note(`join-server ${device}`),
    },
    networkServer: {
      connectivityPlans: async () => answered([basic]),
      deviceProfiles: async () => answered([generic]),
      routingProfiles: async () => answered([busit]),
      provision: async () => ({ ...note('network-server'), value: { device: '/devices/1' } }),
    },
    applicationServer: {
      provision: async ({ asTransportKey }) => note(`application-server ${asTransportKey}`),
    },
    unwrapKey: async (encrypted) => `unwrapped ${encrypted}`,
    ...overrides,
  }
}

function failing(code: FaultCode): Pick<WorkflowPorts, 'joinServer'> {
  return { joinServer: { ...ports().joinServer, claim: async () => fault(code) } }
}

async function refusing() {
  return fault('forbidden')
}

async function saysNothing(): Promise<never> {
  return undefined as never
}

function makesNoKey(): never {
  throw new Error('a key was made')
}

describe('begin', () => {
  const { joinEui: _j, ...withoutJoinEui } = record
  const { ownerToken: _o, ...withoutToken } = record
  const { configuration } = ports()
  const two = { ...session, connectivityPlans: [basic, { ...basic, id: 'other' }] }
  const byDefault = { ...session, connectivityPlans: [basic, { ...basic, id: 'other', isDefault: true }] }

  test.each<[string, FailureReason, DeviceRecord, Session?, object?]>([
    ['no JoinEUI', { code: 'join-eui-missing' }, withoutJoinEui],
    ['no token', { code: 'owner-token-missing' }, withoutToken],
    [
      'a JoinEUI that is not mapped',
      { code: 'device-profile-unmapped', joinEui: eui('70B3D57ED0000009') },
      { ...record, joinEui: eui('70B3D57ED0000009') },
    ],
    [
      'an unknown Routing Profile',
      { code: 'routing-profile-unknown', routingProfileId: 'constructor' },
      record,
      session,
      { routingProfileId: 'constructor' },
    ],
    [
      'an unknown plan',
      { code: 'connectivity-plan-not-offered', connectivityPlanId: 'gold' },
      record,
      session,
      { ...choice, connectivityPlanId: 'gold' },
    ],
    ['two plans and no default', { code: 'connectivity-plan-ambiguous', offered: 2 }, record, two],
    [
      'no plan',
      { code: 'connectivity-plan-ambiguous', offered: 0 },
      record,
      { ...session, connectivityPlans: [] },
    ],
    [
      'a Device Profile that the Network Server does not offer',
      { code: 'device-profile-not-offered', deviceProfileId: 'generic' },
      record,
      { ...session, deviceProfiles: [{ ...generic, id: 'other' }] },
    ],
    [
      'a Routing Profile that the Network Server does not offer',
      { code: 'routing-profile-not-offered', routingProfileId: 'busit' },
      record,
      { ...session, routingProfiles: [] },
    ],
  ])('finds %s before anything is claimed', (_, expected, scanned, given = session, chosen = choice) => {
    const refused = createWorkflow(ports()).begin(given, scanned, chosen as typeof choice)
    expect(refused).toEqual({ ok: false, step: 'scan', retryable: false, devEui: record.devEui, ...expected })
  })

  test.each([
    ['its only plan', session, configuration, choice, 'basic'],
    ['the default', byDefault, configuration, choice, 'other'],
    ['the configured one', byDefault, { ...configuration, connectivityPlanId: 'basic' }, choice, 'basic'],
    [
      'the chosen one',
      two,
      { ...configuration, connectivityPlanId: 'basic' },
      { ...choice, connectivityPlanId: 'other' },
      'other',
    ],
  ])('takes %s', (_, given, configured, chosen, connectivityPlanId) => {
    const taken = createWorkflow(ports({ configuration: configured })).begin(given, record, chosen)
    expect(taken).toMatchObject({ ok: true, state: { connectivityPlanId } })
  })
})

function begun(): ProvisioningState {
  const { state } = createWorkflow(ports()).begin(session, record, choice)
  if (state === undefined) throw new Error('no state')
  return state
}

describe('advance', () => {
  test('saves before each request and after each answer, and never the token or the key', async () => {
    const saved: ProvisioningState[] = []
    const all = ports({ save: async (state) => void saved.push(state) })
    expect(await createWorkflow(all).provision(session, record, choice)).toMatchObject({ ok: true })
    expect(saved.map(({ step, pending }) => `${step} ${pending}`)).toEqual([
      'claim true',
      'join-server false',
      'join-server true',
      'network-server false',
      'network-server true',
      'application-server false',
      'application-server true',
      'done false',
    ])
    expect(all.calls).toEqual([
      'claim',
      'join-server km-1',
      'network-server',
      'application-server unwrapped c2VjcmV0',
    ])
    const text = JSON.stringify(saved)
    for (const secret of [ownerToken.slice(0, 6), 'unwrapped', 'c2VjcmV0']) expect(text).not.toContain(secret)
  })

  test('asks nothing when it cannot save, and goes on when it can again', async () => {
    let full = true
    const all = ports({ save: () => (full ? Promise.reject(new Error('disk full')) : Promise.resolve()) })
    const workflow = createWorkflow(all)
    const failure = await workflow.advance({ session, state: begun(), ownerToken })
    expect(failure).toMatchObject({
      step: 'claim',
      code: 'save-failed',
      retryable: true,
      state: { pending: false },
    })
    expect(all.calls).toEqual([])
    full = false
    expect(await workflow.resume({ session, state: begun(), ownerToken })).toMatchObject({
      state: { step: 'done' },
    })
  })

  test('gives the new state although it could not be saved', async () => {
    let saves = 0
    const workflow = createWorkflow(ports({ save: async () => void (++saves === 2 && JSON.parse('')) }))
    const failure = await workflow.advance({ session, state: begun(), ownerToken })
    expect(failure).toMatchObject({
      ok: false,
      step: 'claim',
      code: 'save-failed',
      state: { step: 'join-server' },
    })
  })

  test('resumes after the claim without the token', async () => {
    const workflow = createWorkflow(ports())
    const claimed = await workflow.advance({ session, state: begun(), ownerToken })
    if (!claimed.ok) throw new Error(claimed.code)
    expect(await workflow.resume({ session, state: claimed.state })).toMatchObject({ ok: true })
    expect(await workflow.advance({ session, state: begun() })).toMatchObject({
      step: 'claim',
      code: 'owner-token-missing',
    })
  })

  test('does nothing to a device that is done', async () => {
    const all = ports()
    const state: ProvisioningState = { ...begun(), step: 'done' }
    expect(await createWorkflow(all).advance({ session, state })).toEqual({ ok: true, state })
    expect(all.calls).toEqual([])
  })

  test('refuses another session before it asks anything', async () => {
    const all = ports()
    const other = { ...session, asTransportKey: { id: 'ask-2', encryptedKey: 'x' } }
    const failure = await createWorkflow(all).advance({ session: other, state: begun(), ownerToken })
    expect(failure).toMatchObject({ step: 'claim', code: 'as-transport-key-changed' })
    expect(all.calls).toEqual([])
  })

  test.each<[FaultCode, boolean]>([
    ['claim-refused', false],
    ['rate-limited', false],
    ['server-failed', true],
    ['timed-out', true],
    ['unintelligible', true],
  ])('after %s the claim is pending: %s', async (code, pending) => {
    const failure = await createWorkflow(ports(failing(code))).advance({
      session,
      state: begun(),
      ownerToken,
    })
    expect(failure).toMatchObject({ step: 'claim', code, state: { step: 'claim', pending } })
  })

  test('an attempt that may have succeeded stays pending until the doubt is settled', async () => {
    const workflow = createWorkflow(ports(failing('unauthenticated')))
    const failure = await workflow.advance({ session, state: { ...begun(), pending: true }, ownerToken })
    expect(failure).toMatchObject({ code: 'unauthenticated', state: { pending: true } })
  })

  test('a refusal after a lost answer is settled by the Join Server', async () => {
    const workflow = createWorkflow(ports(failing('claim-refused')))
    const presumed = await workflow.advance({ session, state: { ...begun(), pending: true }, ownerToken })
    expect(presumed).toMatchObject({
      ok: true,
      state: { step: 'join-server', claimPresumed: true, pending: false },
    })
    if (!presumed.ok) throw new Error(presumed.code)
    const proved = await workflow.advance({ session, state: presumed.state })
    expect(proved).toMatchObject({ ok: true, state: { step: 'network-server', claimPresumed: false } })
  })

  test('a connector that throws is a failure without its message', async () => {
    const claim = (): never => {
      throw new Error(`POST failed: {"ownerToken":"${ownerToken}"}`)
    }
    const workflow = createWorkflow(ports({ joinServer: { ...ports().joinServer, claim } }))
    const failure = await workflow.advance({ session, state: begun(), ownerToken })
    expect(failure).toMatchObject({ step: 'claim', code: 'connector-failed', state: { pending: true } })
    expect(JSON.stringify(failure)).not.toContain(ownerToken.slice(0, 6))
  })

  test('a key that can no longer be unwrapped stops before the Application Server', async () => {
    const all = ports({ unwrapKey: () => Promise.reject(new Error('locked')) })
    const state: ProvisioningState = { ...begun(), step: 'application-server' }
    const failure = await createWorkflow(all).advance({ session, state })
    expect(failure).toMatchObject({
      step: 'application-server',
      code: 'key-unwrap-failed',
      state: { pending: false },
    })
    expect(all.calls).toEqual([])
  })
})

test('login asks what the Network Server offers before it has a key made', async () => {
  const asked: string[] = []
  const { networkServer, joinServer } = ports()
  const noting =
    <T>(name: string, call: () => Promise<T>) =>
    () => {
      asked.push(name)
      return call()
    }
  const workflow = createWorkflow(
    ports({
      networkServer: {
        ...networkServer,
        connectivityPlans: noting('plans', () => networkServer.connectivityPlans()),
        deviceProfiles: noting('device profiles', () => networkServer.deviceProfiles()),
        routingProfiles: noting('routing profiles', () => networkServer.routingProfiles()),
      },
      joinServer: {
        ...joinServer,
        createAsTransportKey: noting('key', () => joinServer.createAsTransportKey({ publicKey: '' })),
      },
    }),
  )
  expect(await workflow.login('PEM')).toEqual({ ok: true, session })
  expect(asked).toEqual(['plans', 'device profiles', 'routing profiles', 'key'])
})

test.each(['connectivity-plans', 'device-profiles', 'routing-profiles'] as const)(
  'login stops at %s, and no key is made in vain',
  async (step) => {
    const failingList = { ...ports().networkServer }
    if (step === 'connectivity-plans') failingList.connectivityPlans = refusing
    if (step === 'device-profiles') failingList.deviceProfiles = refusing
    if (step === 'routing-profiles') failingList.routingProfiles = refusing
    const joinServer = { ...ports().joinServer, createAsTransportKey: makesNoKey }
    const failure = await createWorkflow(ports({ networkServer: failingList, joinServer })).login('PEM')
    expect(failure).toEqual({ ok: false, step, code: 'forbidden', retryable: false })
  },
)

test('a device keeps the home NetID and the HSM group that it was begun with', async () => {
  const seen: object[] = []
  const provision: WorkflowPorts['joinServer']['provision'] = async ({ homeNetId, hsmGroupId }) => {
    seen.push({ homeNetId, hsmGroupId })
    return answered(undefined)
  }
  const joinServer = { ...ports().joinServer, provision }
  const configuration = { ...ports().configuration, homeNetId: 'ABCDEF', hsmGroupId: 'OTHER' }
  await createWorkflow(ports({ joinServer, configuration })).resume({ session, state: begun(), ownerToken })
  expect(seen).toEqual([{ homeNetId: '000002', hsmGroupId: 'HSM' }])
})

test('a connector that answers with nothing is a failure, too', async () => {
  const workflow = createWorkflow(ports({ joinServer: { ...ports().joinServer, claim: saysNothing } }))
  expect(await workflow.advance({ session, state: begun(), ownerToken })).toMatchObject({
    step: 'claim',
    code: 'connector-failed',
  })
})
