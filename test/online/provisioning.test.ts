import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { decode, encode, thingpark } from '@claimtag/core'
import type { DeviceRecord } from '@claimtag/core'
import { createWorkflow, explain, oneJoinServer } from '@claimtag/provisioning'
import type {
  Failure,
  ProvisioningState,
  Session,
  StepResult,
  Workflow,
  WorkflowPorts,
} from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration, parseState } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCore, thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Operation, Simulator } from 'claimtag-example-thingpark-simulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// From a scanned text to three provisioned servers, over real HTTP.

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const fields = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', ownerToken }
const devices = [fields, { ...fields, devEui: '70B3D57ED00A0005', ownerToken: 'c2Vjb25kLXRva2VuLTAwMQ==' }]
const neighbour = { clientId: 'neighbour', clientSecret: 'other-secret', kmSubscription: '43' }
const choice = { routingProfileId: 'busit' }

const configuration = parseConfiguration({
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
  deviceProfileByJoinEui: { '70-b3-d5-7e-d0-00-00-02': 'LORA/GenericA.1.0.3a_ETSI' },
  homeNetId: '000002',
  hsmGroupId: 'HSM_LABS_PROD',
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const unwrapKey = async (encrypted: string): Promise<string> =>
  privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    Buffer.from(encrypted, 'base64'),
  )
    .toString('hex')
    .toUpperCase()

let simulator: Simulator
let record: DeviceRecord

beforeEach(async () => {
  simulator = await startSimulator({ devices, accounts: [demoAccount, neighbour] })
  const read = decode(encode(fields, thingpark), [thingpark])
  if (!read.ok) throw new Error(read.error.code)
  record = read.record
})
afterEach(() => simulator.close())

/** Long enough for a busy machine; the one answer that is to be late has less. */
const PATIENCE_MS = 30_000
let limitMs = PATIENCE_MS
afterEach(() => void (limitMs = PATIENCE_MS))
const timed: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(limitMs) })

function portsFor(account = demoAccount): WorkflowPorts {
  const { address } = simulator
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const authorization = clientCredentials({ ...account, fetch: timed, tokenUrl })
  const { kmSubscription } = account
  return {
    configuration,
    joinServers: oneJoinServer(thingparkActivation({ fetch: timed, authorization, address, kmSubscription })),
    networkServer: thingparkWireless({ fetch: timed, authorization, address }),
    applicationServer: busit({
      fetch: timed,
      authorization: fixedToken('busit-demo-token'),
      address: `${address}/busit`,
      connector: 1,
    }),
    unwrapKey,
  }
}

async function loggedIn(overrides: Partial<WorkflowPorts> = {}, account = demoAccount) {
  const workflow = createWorkflow({ ...portsFor(account), ...overrides })
  const login = await workflow.login(publicKeyPem)
  if (!login.ok) throw new Error(explain(login))
  return { workflow, session: login.session }
}

function failed(advanced: StepResult): Failure {
  if (advanced.ok) throw new Error(`expected a failure, but the device came to ${advanced.state.step}`)
  return advanced
}

function stateOf(advanced: StepResult): ProvisioningState {
  if (advanced.state === undefined) throw new Error('a state was expected')
  return advanced.state
}

/** Advances until this step is the next one. */
async function upTo(
  step: ProvisioningState['step'],
  workflow: Workflow,
  session: Session,
): Promise<ProvisioningState> {
  let state = stateOf(workflow.begin(session, record, choice))
  while (state.step !== step) state = stateOf(await workflow.advance({ session, state, ownerToken }))
  return state
}

function expectNoToken(value: unknown): void {
  const text = JSON.stringify(value)
  for (let at = 0; at + 6 <= ownerToken.length; at++) expect(text).not.toContain(ownerToken.slice(at, at + 6))
}

describe('the whole way', () => {
  test('a scanned device reaches all three servers with what each should know', async () => {
    const { workflow, session } = await loggedIn()
    const done = await workflow.provision(session, record, choice)
    expect(done).toMatchObject({
      ok: true,
      state: { step: 'done', pending: false, joinServerDevice: 'km-1' },
    })

    const { joinServer, networkServer, applicationServer, asKeys } = simulator.world
    expect(joinServer.get(record.devEui)).toMatchObject({
      claimedBy: '42',
      provisioned: { asKey: session.asTransportKey.id, homeNsNetID: '000002', hsmGroupID: 'HSM_LABS_PROD' },
    })
    expect(networkServer.get(record.devEui)).toEqual({
      reference: '1',
      name: record.devEui,
      devEui: record.devEui,
      joinEui: fields.joinEui,
      deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
      connectivityPlanId: 'plan-basic',
      routingProfileId: 'busit',
    })
    expect(applicationServer.get(record.devEui)).toBe(asKeys.get(session.asTransportKey.id)?.key)
    expect(simulator.log.map(({ operation }) => operation)).toEqual([
      'token',
      'lists',
      'lists',
      'lists',
      'as-key',
      // Before the claim: the device is not there, and the plan has places left.
      'find',
      'lists',
      'claim',
      'join-server',
      'network-server',
      // Busit: an instance, and its two keys.
      'application-server',
      'application-server',
      'application-server',
    ] satisfies Operation[])
  })

  test('the same by DX Core', async () => {
    const { address } = simulator
    const tokenUrl = `${address}/admin/latest/api/oauth/token?renewToken=true&validityPeriod=1hours`
    const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl })
    const networkServer = thingparkDxCore({ fetch, authorization, address })
    const { workflow, session } = await loggedIn({ networkServer })
    const done = await workflow.provision(session, record, {
      ...choice,
      name: 'meter 4',
      connectivityPlanId: 'plan-metering',
    })
    expect(done).toMatchObject({ ok: true, state: { networkServerDevice: '1' } })
    expect(simulator.world.networkServer.get(record.devEui)).toMatchObject({
      name: 'meter 4',
      joinEui: fields.joinEui,
      connectivityPlanId: 'plan-metering',
    })
  })

  test('a profile that the Network Server does not offer is found before the claim', async () => {
    const { workflow, session } = await loggedIn({
      configuration: {
        ...configuration,
        deviceProfileByJoinEui: { [record.joinEui ?? record.devEui]: 'LORA/Other' },
      },
    })
    const failure = failed(await workflow.provision(session, record, choice))
    expect(failure).toMatchObject({
      step: 'scan',
      code: 'device-profile-not-offered',
      deviceProfileId: 'LORA/Other',
    })
    expect(simulator.log.map(({ operation }) => operation)).not.toContain('claim')
  })

  test('a second claim of the same token is refused, for the owner and for anybody else', async () => {
    const { workflow, session } = await loggedIn()
    expect(await workflow.provision(session, record, choice)).toMatchObject({ ok: true })
    const again = { ok: false, step: 'claim', code: 'claim-refused', retryable: false, status: 403 }
    expect(await workflow.provision(session, record, choice)).toMatchObject(again)
    const other = await loggedIn({}, neighbour)
    const refused = failed(await other.workflow.provision(other.session, record, choice))
    expect(refused).toMatchObject({ ...again, state: { step: 'claim', pending: false } })
    const wrong = failed(
      await workflow.provision(session, { ...record, ownerToken: `${ownerToken}x` }, choice),
    )
    expect(wrong).toEqual({
      ...refused,
      state: { ...refused.state, asTransportKeyId: session.asTransportKey.id },
    })
    expectNoToken([refused, explain(refused)])
  })

  test('a Bearer token that the server no longer takes is renewed on the way', async () => {
    const { workflow, session } = await loggedIn()
    simulator.revokeTokens()
    expect(await workflow.provision(session, record, choice)).toMatchObject({ ok: true })
    expect(simulator.log.filter(({ operation }) => operation === 'token')).toHaveLength(2)
    expect(simulator.log.filter(({ status }) => status === 401)).toHaveLength(1)
  })
})

describe('a step that fails', () => {
  const operations = ['claim', 'join-server', 'network-server', 'application-server'] as const
  const statuses = [
    [400, 'rejected', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [409, 'conflict', false],
    [429, 'rate-limited', true],
    [500, 'server-failed', true],
    [503, 'server-failed', true],
    [307, 'redirected', false],
  ] as const

  test.each(operations)(
    '%s: each status has its own code, and the next attempt goes on from there',
    async (step) => {
      const { workflow, session } = await loggedIn()
      let state = await upTo(step, workflow, session)
      for (const [status, plain, retryable] of statuses) {
        simulator.inject(step, {
          kind: 'status',
          status,
          ...(status === 429 ? { retryAfterSeconds: 7 } : {}),
        })
        const code = step === 'claim' && status === 403 ? 'claim-refused' : plain
        const failure = failed(
          await workflow.advance({ session, state: { ...state, pending: false }, ownerToken }),
        )
        expect(failure).toMatchObject({ step, code, retryable, status, devEui: record.devEui })
        expect('retryAfterSeconds' in failure).toBe(status === 429)
        expect(failure.state).toMatchObject({ step, pending: status >= 500 })
        expectNoToken([failure, explain(failure)])
        state = stateOf(failure)
      }
      expect(await workflow.resume({ session, state, ownerToken })).toMatchObject({
        ok: true,
        state: { step: 'done' },
      })
    },
  )

  test.each(operations)('%s: no answer, a late one and one that is no answer', async (step) => {
    const { workflow, session } = await loggedIn()
    const state = await upTo(step, workflow, session)
    simulator.inject(step, { kind: 'drop-before' })
    expect(await workflow.advance({ session, state, ownerToken })).toMatchObject({
      step,
      code: 'unreachable',
      retryable: true,
    })
    simulator.inject(step, { kind: 'text', text: '<html>Please sign in</html>' })
    const portal = failed(await workflow.advance({ session, state, ownerToken }))
    expect(portal).toMatchObject({ step, code: 'unintelligible', retryable: true, state: { pending: true } })
    simulator.inject(step, { kind: 'delay', milliseconds: 900 })
    limitMs = 100
    const late = await workflow.advance({ session, state, ownerToken })
    expect(late).toMatchObject({ step, code: 'timed-out', retryable: true, state: { pending: true } })
  })

  test.each(operations)(
    '%s: carried out, but its answer lost: the next attempt does not do it twice',
    async (step) => {
      const { workflow, session } = await loggedIn()
      const state = await upTo(step, workflow, session)
      simulator.inject(step, { kind: 'drop-after' })
      const lost = failed(await workflow.advance({ session, state, ownerToken }))
      expect(lost).toMatchObject({ code: 'unreachable', state: { step, pending: true } })
      // Like a process that died: only the saved state is left.
      const kept = parseState(JSON.parse(JSON.stringify(stateOf(lost))))
      expect(await workflow.resume({ session, state: kept, ownerToken })).toMatchObject({
        ok: true,
        state: { step: 'done' },
      })
      const { joinServer, networkServer } = simulator.world
      expect(joinServer.get(record.devEui)).toMatchObject({
        claimedBy: '42',
        provisioned: { homeNsNetID: '000002' },
      })
      expect(networkServer.size).toBe(1)
    },
  )

  test('a claim that never arrived and that somebody else made meanwhile is found to be refused', async () => {
    const { workflow, session } = await loggedIn()
    const state = await upTo('claim', workflow, session)
    simulator.inject('claim', { kind: 'drop-before' })
    const lost = await workflow.advance({ session, state, ownerToken })
    const thief = await loggedIn({}, neighbour)
    expect(await thief.workflow.provision(thief.session, record, choice)).toMatchObject({ ok: true })
    expect(await workflow.resume({ session, state: stateOf(lost), ownerToken })).toMatchObject({
      step: 'claim',
      code: 'claim-refused',
      state: { step: 'claim', pending: false, claimPresumed: false },
    })
  })

  test('login: the list, the key and the account', async () => {
    const workflow = createWorkflow(portsFor())
    simulator.inject('lists', { kind: 'text', text: '{"briefs":"none"}' })
    expect(await workflow.login(publicKeyPem)).toMatchObject({
      step: 'connectivity-plans',
      code: 'unintelligible',
    })
    for (const step of ['device-profiles', 'routing-profiles']) {
      const before = step === 'device-profiles' ? 1 : 2
      simulator.inject('lists', { kind: 'delay', milliseconds: 0 }, before)
      simulator.inject('lists', { kind: 'text', text: '{"briefs":"none"}' })
      expect(await workflow.login(publicKeyPem)).toMatchObject({ step, code: 'unintelligible' })
    }
    simulator.inject('as-key', { kind: 'text', text: '{"ID":"ask-1"}' })
    expect(await workflow.login(publicKeyPem)).toMatchObject({
      step: 'as-transport-key',
      code: 'unintelligible',
    })
    expect(await workflow.login('no key')).toMatchObject({
      step: 'as-transport-key',
      code: 'rejected',
      status: 400,
    })
    const stranger = createWorkflow(portsFor({ ...demoAccount, clientSecret: 'wrong' }))
    expect(await stranger.login(publicKeyPem)).toMatchObject({
      step: 'connectivity-plans',
      code: 'unauthenticated',
    })
    const locked = createWorkflow({ ...portsFor(), unwrapKey: () => Promise.reject(new Error('no')) })
    expect(await locked.login(publicKeyPem)).toMatchObject({
      step: 'as-transport-key',
      code: 'key-unwrap-failed',
    })
  })

  test('a token endpoint that fails leaves no doubt whether the claim was made', async () => {
    const { workflow, session } = await loggedIn()
    const state = await upTo('claim', workflow, session)
    simulator.revokeTokens()
    simulator.inject('token', { kind: 'status', status: 500 })
    const failure = await workflow.advance({ session, state, ownerToken })
    expect(failure).toMatchObject({
      step: 'claim',
      code: 'server-failed',
      retryable: true,
      state: { pending: false },
    })
  })
})

describe('the simulator', () => {
  test('lists of several pages arrive whole, in both styles', async () => {
    const connectivityPlans = Array.from({ length: 201 }, (_, index) => ({
      ID: `plan-${index}`,
      name: `Plan ${index}`,
      isDefault: index === 200,
    }))
    const large = await startSimulator({ devices, connectivityPlans })
    const { address } = large
    const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
    const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl })
    const expected = connectivityPlans.map(({ ID: id, ...rest }) => ({ id, ...rest }))
    for (const server of [thingparkWireless, thingparkDxCore]) {
      const plans = await server({ fetch, authorization, address }).connectivityPlans()
      expect(plans).toEqual({ ok: true, value: expected })
    }
    await large.close()
  })

  test('ends Bearer tokens in time', async () => {
    let now = 0
    const timely = await startSimulator({ devices, now: () => now, tokenLifetimeSeconds: 60 })
    const tokenUrl = `${timely.address}/users-auth/protocol/openid-connect/token`
    const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl, now: () => now })
    const networkServer = thingparkWireless({ fetch, authorization, address: timely.address })
    for (now of [0, 29_000, 31_000, 120_000])
      expect(await networkServer.deviceProfiles()).toMatchObject({ ok: true })
    expect(timely.log.filter(({ operation }) => operation === 'token')).toHaveLength(3)
    expect(timely.log.every(({ status }) => status === 200)).toBe(true)
    await timely.close()
  })
})
