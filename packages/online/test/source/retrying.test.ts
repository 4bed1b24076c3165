import { ClaimtagError, parseEui64, thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, retrying } from '@claimtag/online'
import type { RetryOptions, TokenSource } from '@claimtag/online'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../../test/virtual-clock.ts'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: parseEui64('70B3D57ED00A0004')! }
const forget = async () => undefined
const never = new Promise<never>(() => undefined)

/** Asks a source that gives these answers in turn: a text, an error to throw, or nothing for ever. */
function scripted(answers: readonly (string | Error | undefined)[], options: RetryOptions = {}) {
  const attempts: number[] = []
  const signals: AbortSignal[] = []
  const left = [...answers]
  const clock = virtualClock()
  const source: TokenSource = async (_, { attempt, signal }) => {
    attempts.push(attempt)
    signals.push(signal)
    const answer = left.shift()
    if (answer instanceof Error) throw answer
    return answer ?? never
  }
  const tokens = retrying(source, { clock, random: () => 0.5, ...options })
  const ask = (attempt = 1, signal: AbortSignal = new AbortController().signal) =>
    Promise.resolve(tokens(device, { attempt, format: thingpark, signal }))
  return { ask, attempts, signals, clock, tokens }
}

async function issueOf(call: Promise<unknown>): Promise<object> {
  try {
    await call
  } catch (error) {
    if (error instanceof ClaimtagError) return error.issue
    throw error
  }
  throw new Error('nothing was refused')
}

const lost = new Error(`socket hang up (${ownerToken})`)

describe('a source that is tried again', () => {
  test('gets its further tries as further attempts, after pauses that grow', async () => {
    const { ask, attempts, clock } = scripted([lost, lost, ownerToken])
    expect(await ask(4)).toBe(ownerToken)
    expect(attempts).toEqual([4, 5, 6])
    expect(clock.sleeps.filter((ms) => ms !== 10_000)).toEqual([100, 200])
  })

  test('that hangs is cancelled after its time limit', async () => {
    const { ask, signals } = scripted([undefined, ownerToken], { timeLimitMs: 700 })
    expect(await ask()).toBe(ownerToken)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })

  test('gives up after its tries, and says nothing of what was thrown', async () => {
    const { ask, attempts } = scripted([lost, lost, lost, ownerToken])
    const issue = await issueOf(ask())
    expect(issue).toMatchObject({ code: 'token-source-failed', retryable: true })
    expect(JSON.stringify(issue)).not.toContain(ownerToken.slice(0, 6))
    expect(attempts).toHaveLength(3)
  })

  test('is not asked again after a refusal', async () => {
    const no = new ClaimtagError({ code: 'unknown-device', retryable: false }, 'The maker does not know it.')
    const { ask, attempts } = scripted([no, ownerToken])
    expect(await issueOf(ask())).toMatchObject({ code: 'unknown-device' })
    expect(attempts).toHaveLength(1)
    const own = scripted([lost, ownerToken], { isRetryable: () => false })
    expect(await issueOf(own.ask())).toMatchObject({ code: 'token-source-failed' })
  })

  test('ends with its caller, also in a pause', async () => {
    const controller = new AbortController()
    const { ask, signals } = scripted([lost, undefined], { pauseMs: 1 })
    const asked = issueOf(ask(1, controller.signal))
    setTimeout(() => controller.abort(), 5)
    expect(await asked).toMatchObject({ code: 'token-source-failed' })
    expect(signals.every(({ aborted }) => aborted)).toBe(true)
  })

  test('is left alone after many failures, tried once, and used again', async () => {
    const failures = Array.from({ length: 5 }, () => lost)
    const { ask, attempts, clock } = scripted([...failures, ownerToken, ownerToken], {
      tries: 1,
      openAfter: 4,
      openMs: 5000,
    })
    for (let count = 0; count < 4; count += 1) await issueOf(ask())
    expect(await issueOf(ask())).toMatchObject({
      code: 'token-source-paused',
      retryable: true,
      retryAfterMs: 5000,
    })
    await clock.sleep(5000)
    // The trial fails: it stays closed for as long again.
    expect(await issueOf(ask())).toMatchObject({ code: 'token-source-failed' })
    expect(await issueOf(ask())).toMatchObject({ code: 'token-source-paused' })
    await clock.sleep(5000)
    const [trial, other] = [ask(), issueOf(ask())]
    expect(await other).toMatchObject({ code: 'token-source-paused' })
    expect(await trial).toBe(ownerToken)
    expect(await ask()).toBe(ownerToken)
    expect(attempts).toHaveLength(7)
  })

  test('keeps what it can beside giving tokens, and is not at hand', () => {
    const source = Object.assign(() => ownerToken, {
      isAtHand: true,
      giveBack: forget,
      lookUp: () => ownerToken,
    })
    const tried = retrying(source)
    expect([tried.isAtHand, tried.giveBack, tried.lookUp]).toEqual([false, forget, source.lookUp])
  })

  test('serves an issuer', async () => {
    const { tokens, clock } = scripted([lost, undefined, ownerToken])
    const issuer = createIssuer({
      format: thingpark,
      tokens,
      store: memoryStore({ now: () => clock.now() }),
      clock,
    })
    const asked = { devEui: device.devEui, joinEui: '70B3D57ED0000002' }
    expect((await issuer.issue(asked)).record.ownerToken).toBe(ownerToken)
  })
})
