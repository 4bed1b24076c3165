import { answered, createWorkflow, fault, joinServers } from '@claimtag/provisioning'
import type { JoinServer } from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'
import { choice, eui, ownerToken, ports, record, session } from './ports.ts'

async function refusing() {
  return fault('forbidden')
}

function makesNoKey(): never {
  throw new Error('a key was made')
}

test('login asks what the Network Server offers before it has a key made', async () => {
  const asked: string[] = []
  const { networkServer } = ports()
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
      joinServer: { createAsTransportKey: noting('key', async () => answered(session.asTransportKey)) },
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
    const joinServer = { createAsTransportKey: makesNoKey }
    const failure = await createWorkflow(ports({ networkServer: failingList, joinServer })).login('PEM')
    expect(failure).toEqual({ ok: false, step, code: 'forbidden', retryable: false })
  },
)

test('login takes a kept key instead of having one made', async () => {
  const workflow = createWorkflow(ports({ joinServer: { createAsTransportKey: makesNoKey } }))
  const asTransportKey = { id: 'kept', encryptedKey: 'a2VwdA==' }
  expect(await workflow.login({ publicKey: 'PEM', asTransportKey })).toMatchObject({
    ok: true,
    session: { asTransportKey: { ...asTransportKey, joinServerId: 'default' } },
  })
  const lost = createWorkflow(ports({ unwrapKey: () => Promise.reject(new Error('another key')) }))
  expect(await lost.login({ publicKey: 'PEM', asTransportKey })).toMatchObject({ code: 'key-unwrap-failed' })
})

describe('several Join Servers', () => {
  const made: string[] = []
  const server = (id: string): JoinServer => ({
    async createAsTransportKey() {
      made.push(id)
      return answered({ id: `ask of ${id}`, encryptedKey: id })
    },
    claim: async () => answered({ device: id }),
    provision: async ({ asTransportKeyId }) =>
      asTransportKeyId === `ask of ${id}` ? answered(undefined) : fault('rejected'),
  })
  const servers = joinServers([
    { id: 'one', joinEuis: ['70B3D57ED0000002'], server: server('one') },
    { id: 'other', joinEuis: ['70B3D57ED0000003'], server: server('other') },
  ])
  const configuration = {
    ...ports().configuration,
    deviceProfileByJoinEui: { [eui('70B3D57ED0000002')]: 'generic', [eui('70B3D57ED0000003')]: 'generic' },
  }
  const sent: string[] = []
  const applicationServer = {
    async provision({ asTransportKey }: { readonly asTransportKey: string }) {
      sent.push(asTransportKey)
      return answered(undefined)
    },
  }
  const workflow = createWorkflow(ports({ joinServers: servers, configuration, applicationServer }))

  test('each makes its own key, which goes to its own devices', async () => {
    const login = await workflow.login('PEM')
    if (!login.ok) throw new Error(login.code)
    expect(made).toEqual(['one', 'other'])
    for (const joinEui of ['70B3D57ED0000003', '70B3D57ED0000002'].map(eui)) {
      const done = await workflow.provision(login.session, { ...record, joinEui }, choice)
      expect(done).toMatchObject({ ok: true })
    }
    expect(sent).toEqual(['unwrapped other', 'unwrapped one'])
    // Kept keys go back to the servers that made them.
    expect(await workflow.login({ publicKey: 'PEM', ...login.session })).toEqual(login)
    const { asTransportKey } = login.session
    expect(await workflow.login({ publicKey: 'PEM', asTransportKey })).toMatchObject({ ok: true })
    expect(made).toEqual(['one', 'other', 'other'])
  })

  test('a session without the key of a Join Server, and a JoinEUI that now leads elsewhere', async () => {
    const login = await workflow.login('PEM')
    if (!login.ok) throw new Error(login.code)
    const { otherTransportKeys: _, ...first } = login.session
    const moved = { ...record, joinEui: eui('70B3D57ED0000003') }
    expect(workflow.begin(first, moved, choice)).toMatchObject({
      step: 'scan',
      code: 'as-transport-key-missing',
    })
    const begun = workflow.begin(login.session, record, choice)
    if (!begun.ok) throw new Error(begun.code)
    const state = { ...begun.state, joinEui: moved.joinEui }
    expect(await workflow.advance({ session: login.session, state, ownerToken })).toMatchObject({
      step: 'claim',
      code: 'join-server-changed',
    })
  })
})
