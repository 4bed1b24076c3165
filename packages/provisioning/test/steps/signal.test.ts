import { answered, createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import type { CallOptions, JoinServer } from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'
import { begun, ownerToken, ports, record, choice, session } from './ports.ts'

/** A claim that is never answered, and the signal that it was given. */
function hanging() {
  const given: CallOptions[] = []
  let hangs: (() => void) | undefined
  const called = new Promise<void>((resolve) => (hangs = resolve))
  const claim: JoinServer['claim'] = (_, options = {}) => {
    given.push(options)
    hangs?.()
    return new Promise(() => undefined)
  }
  return { claim, called, given }
}

describe('a signal', () => {
  test('reaches every port', async () => {
    const { signal } = new AbortController()
    const seen: (AbortSignal | undefined)[] = []
    const note = <T>(value: T, options: CallOptions | undefined) => {
      seen.push(options?.signal)
      return Promise.resolve(answered(value))
    }
    const workflow = createWorkflow({
      ...ports(),
      joinServers: oneJoinServer({
        createAsTransportKey: (_, options) => note({ id: 'ask-1', encryptedKey: 'c2VjcmV0' }, options),
        claim: (_, options) => note({ device: 'km-1' }, options),
        provision: (_, options) => note(undefined, options),
      }),
      networkServer: {
        connectivityPlans: (options) => note(session.connectivityPlans, options),
        deviceProfiles: (options) => note(session.deviceProfiles, options),
        routingProfiles: (options) => note(session.routingProfiles, options),
        provision: (_, options) => note({}, options),
      },
      applicationServer: { provision: (_, options) => note(undefined, options) },
    })
    const login = await workflow.login('PEM', { signal })
    if (!login.ok) throw new Error(login.code)
    expect(await workflow.provision(login.session, record, choice, { signal })).toMatchObject({ ok: true })
    expect(seen).toEqual(Array.from({ length: 8 }, () => signal))
  })

  test('that is aborted before the request leaves the state as it was', async () => {
    const all = ports()
    const result = await createWorkflow(all).advance(
      { session, state: begun(), ownerToken },
      { signal: AbortSignal.abort() },
    )
    expect(result).toMatchObject({ step: 'claim', code: 'cancelled', retryable: true, state: begun() })
    expect(all.calls).toEqual([])
  })

  test.each([
    ['cancelled', undefined],
    ['timed-out', new DOMException('', 'TimeoutError')],
  ])('that is aborted meanwhile ends in %s, even if the port does not listen', async (code, reason) => {
    const { claim, called, given } = hanging()
    const stop = new AbortController()
    const workflow = createWorkflow(ports({ joinServer: { claim } }))
    const under = workflow.advance({ session, state: begun(), ownerToken }, { signal: stop.signal })
    await called
    stop.abort(reason)
    expect(await under).toMatchObject({ step: 'claim', code, retryable: true, state: { pending: true } })
    expect(given).toEqual([{ signal: stop.signal }])
  })

  test('ends a login, too', async () => {
    const workflow = createWorkflow(ports())
    expect(await workflow.login('PEM', { signal: AbortSignal.abort() })).toEqual({
      ok: false,
      step: 'connectivity-plans',
      code: 'cancelled',
      retryable: true,
    })
  })
})
