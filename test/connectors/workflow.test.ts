import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { createWorkflow } from '@claimtag/provisioning'
import type { ProvisioningState } from '@claimtag/provisioning'
import type { Fetch } from '@claimtag/provisioning/http'
import { parseConfiguration, parseState } from '@claimtag/provisioning/schema'
import { startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Effect, Operation } from 'claimtag-example-thingpark-simulator'
import { describe, expect, test } from 'vitest'
import { devEui, joinEui, ownerToken, record, SET_UPS } from './set-ups.ts'

// From a record to servers of several makers, with an answer lost at every step: one claim, one device, the same end.

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const oaep = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const unwrapKey = async (encrypted: string) =>
  privateDecrypt(oaep, Buffer.from(encrypted, 'base64')).toString('hex').toUpperCase()

/** What may pass by itself. */
const PASSING: readonly Effect[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'status-after', status: 504 },
  { kind: 'status-after', status: 500 },
  { kind: 'half' },
  { kind: 'slow' },
  { kind: 'status', status: 429, retryAfterSeconds: 1 },
  { kind: 'status', status: 503, retryAfterSeconds: 1 },
  { kind: 'text', text: '<html>Sign in</html>' },
  { kind: 'text', text: '{"ID": "7', contentType: 'application/json' },
]
/** What somebody has to look into, and then goes on. */
const LASTING: readonly Effect[] = [
  ...[401, 403, 404, 409].map((status) => ({ kind: 'status' as const, status })),
  { kind: 'echo', status: 400 },
  { kind: 'text', text: '{"error":{"code":403,"message":"no"}}', contentType: 'application/json' },
]

describe.each(Object.entries(SET_UPS))('%s', (_, setUp) => {
  interface Disturbance {
    readonly operation?: Operation
    readonly effect?: Effect
    /** The process ends after as many saves. */
    readonly endsAt?: number
  }

  async function run({ operation, effect, endsAt }: Disturbance = {}) {
    const simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }] })
    try {
      const { deviceProfileId, routingProfileId } = setUp
      const configuration = parseConfiguration({
        routingProfiles: { [routingProfileId]: { name: 'the route' } },
        deviceProfiles: { [deviceProfileId]: { name: 'the profile' } },
        deviceProfileByJoinEui: { [joinEui]: deviceProfileId },
        homeNetId: '000002',
        hsmGroupId: 'HSM_LABS_PROD',
      })
      const said: string[] = []
      let saved: ProvisioningState | undefined
      let saves = 0
      const save = async (state: ProvisioningState) => {
        const text = JSON.stringify(state)
        said.push(text)
        saved = parseState(JSON.parse(text))
        // Nothing after this save happens in a process that has ended; the next one begins with what was saved.
        if (++saves === endsAt) throw new Error('ended')
      }
      let isSlow = effect?.kind === 'slow'
      // Its time limit passes in the middle of the slow answer, however busy the machine is.
      const fetch: Fetch = async (url, init) => {
        const limit = new AbortController()
        const response = await globalThis.fetch(url, { ...init, signal: limit.signal })
        if (isSlow && simulator.log.at(-1)?.operation === operation) {
          isSlow = false
          setImmediate(() => limit.abort(new DOMException('too long', 'TimeoutError')))
        }
        return response
      }
      // Each attempt is made by a process of its own, as far as the connectors can tell.
      const begin = () => createWorkflow({ ...setUp.ports(simulator, fetch), configuration, unwrapKey, save })
      const login = await begin().login(publicKeyPem)
      if (!login.ok) throw new Error(login.code)
      const { session } = login
      if (effect !== undefined && operation !== undefined) simulator.inject(operation, effect)
      let result = await begin().provision(session, record, { routingProfileId })
      const isPassing = result.ok || result.retryable
      for (let attempt = 1; !result.ok && attempt <= 3; attempt++) {
        said.push(JSON.stringify(result))
        const state = (endsAt === undefined ? result.state : undefined) ?? saved
        if (state === undefined) throw new Error(result.code)
        result = await begin().resume({ session, state, ownerToken })
      }
      const done = simulator.log.filter((one) => one.status !== 'dropped' && one.status < 300)
      expect(said.join()).not.toContain(ownerToken)
      return {
        ok: result.ok,
        end: setUp.end(simulator),
        claims: done.filter((one) => one.operation === 'claim').length,
        isPassing,
        saves,
      }
    } finally {
      await simulator.close()
    }
  }

  test('all servers know the device in the end', async () => {
    expect(await run()).toMatchObject({ ok: true, end: setUp.expected })
  })

  test.each(setUp.steps)('whatever becomes of a request to %s, the end is the same', async (operation) => {
    for (const effect of [...PASSING, ...LASTING]) {
      const { claims, isPassing, ...result } = await run({ operation, effect })
      expect({ effect, ...result }).toMatchObject({ effect, ok: true, end: setUp.expected })
      expect(isPassing || LASTING.includes(effect)).toBe(true)
      // The page of a captive portal is a 200 too.
      expect(claims).toBeLessThanOrEqual(effect.kind === 'text' ? 2 : 1)
    }
  })

  test('wherever the process ends, the end is the same', async () => {
    const { saves } = await run()
    for (let endsAt = 1; endsAt <= saves; endsAt++) {
      const { claims, ok, end } = await run({ endsAt })
      expect({ endsAt, ok, end }).toEqual({ endsAt, ok: true, end: setUp.expected })
      expect(claims).toBeLessThanOrEqual(1)
    }
    expect(saves).toBeGreaterThan(setUp.steps.length)
  })
})
