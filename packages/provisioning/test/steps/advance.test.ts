import { answered, createWorkflow, fault } from '@claimtag/provisioning'
import type { FaultCode, JoinServer, ProvisioningState } from '@claimtag/provisioning'
import { describe, expect, test, vi } from 'vitest'
import { begun, choice, ownerToken, ports, record, session } from './ports.ts'

function failing(code: FaultCode): { readonly joinServer: Partial<JoinServer> } {
  return { joinServer: { claim: async () => fault(code) } }
}

const ofAnotherLogin = { ...session, asTransportKey: { id: 'ask-2', encryptedKey: 'b3RoZXI=' } }

function throwsToken(): never {
  throw new Error(`POST failed: {"ownerToken":"${ownerToken}"}`)
}

async function saysNothing(): Promise<never> {
  return undefined as never
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

  test.each([
    ['join-server', true],
    ['network-server', false],
    ['application-server', false],
  ] as const)(
    'refuses another session before it asks anything, at %s, pending: %s',
    async (step, pending) => {
      const all = ports()
      const state = { ...begun(), step, pending, joinServerDevice: 'km-1' }
      const failure = await createWorkflow(all).advance({ session: ofAnotherLogin, state, ownerToken })
      expect(failure).toMatchObject({
        step,
        code: 'as-transport-key-changed',
        state: { asTransportKeyId: 'ask-1' },
      })
      expect(all.calls).toEqual([])
    },
  )

  test.each([
    ['claim', false],
    ['claim', true],
    ['join-server', false],
  ] as const)(
    'takes the key of another session until the Join Server was told one, at %s, pending: %s',
    async (step, pending) => {
      const provision = vi.fn<JoinServer['provision']>(async () => answered(undefined))
      const all = ports({ joinServer: { provision } })
      const state = { ...begun(), step, pending, joinServerDevice: 'km-1' }
      const done = await createWorkflow(all).resume({ session: ofAnotherLogin, state, ownerToken })
      expect(done).toMatchObject({ ok: true, state: { step: 'done', asTransportKeyId: 'ask-2' } })
      expect(provision.mock.calls.map(([{ asTransportKeyId }]) => asTransportKeyId)).toEqual(['ask-2'])
      expect(all.calls.at(-1)).toBe('application-server unwrapped b3RoZXI=')
    },
  )

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
    const workflow = createWorkflow(ports({ joinServer: { claim: throwsToken } }))
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

test('a device keeps the home NetID and the HSM group that it was begun with', async () => {
  const seen: object[] = []
  const provision: JoinServer['provision'] = async ({ homeNetId, hsmGroupId }) => {
    seen.push({ homeNetId, hsmGroupId })
    return answered(undefined)
  }
  const joinServer = { provision }
  const configuration = { ...ports().configuration, homeNetId: 'ABCDEF', hsmGroupId: 'OTHER' }
  await createWorkflow(ports({ joinServer, configuration })).resume({ session, state: begun(), ownerToken })
  expect(seen).toEqual([{ homeNetId: '000002', hsmGroupId: 'HSM' }])
})

test('a connector that answers with nothing is a failure, too', async () => {
  const workflow = createWorkflow(ports({ joinServer: { claim: saysNothing } }))
  expect(await workflow.advance({ session, state: begun(), ownerToken })).toMatchObject({
    step: 'claim',
    code: 'connector-failed',
  })
})

test('a state tells why it stands still, how often it was tried, and when', async () => {
  let now = Date.UTC(2026, 10, 27, 20)
  const saved: ProvisioningState[] = []
  const answers = [fault('server-failed'), fault('unauthenticated'), answered({ device: 'km-1' })]
  const workflow = createWorkflow(
    ports({
      joinServer: { claim: async () => answers.shift() ?? fault('rejected') },
      clock: { now: () => (now += 1000) },
      save: async (state) => void saved.push(state),
    }),
  )
  const first = await workflow.advance({ session, state: begun(), ownerToken })
  expect(first.state).toMatchObject({
    attempts: 1,
    failure: { step: 'claim', code: 'server-failed', at: '2026-11-27T20:00:02.000Z' },
    updatedAt: '2026-11-27T20:00:03.000Z',
  })
  expect(saved.at(-1)).toEqual(first.state)
  const second = await workflow.advance({ session, state: first.state ?? begun(), ownerToken })
  expect(second.state).toMatchObject({ attempts: 2, failure: { code: 'unauthenticated' } })
  const third = await workflow.advance({ session, state: second.state ?? begun(), ownerToken })
  expect(third.state).toMatchObject({ step: 'join-server', attempts: 0 })
  expect(third.state).not.toHaveProperty('failure')
})
