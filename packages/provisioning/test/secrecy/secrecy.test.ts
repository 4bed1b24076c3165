import { createWorkflow, explain, oneJoinServer } from '@claimtag/provisioning'
import type { Failure, ProvisioningState, WorkflowPorts } from '@claimtag/provisioning'
import { FAULTS, faulty } from '@claimtag/provisioning/faulty'
import type { FaultName } from '@claimtag/provisioning/faulty'
import { parseState } from '@claimtag/provisioning/schema'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choice, configuration, createWorld, record } from '../world/world.ts'

// Servers repeat what they were sent, connectors throw it, and stores and key stores fail with it: none of it comes
// into a state, a failure or a sentence.

const { joinEui } = record
const ASTK = 'C0FFEE00112233445566778899AABBCC'
const PRIVATE_KEY = '-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkq'
const BEARER = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0'
const PASSWORD = 'pw-7f!Kz9#LmQ2'

/** How a method of a hostile port answers, with all that it was ever sent. */
const MANNERS = [
  'does it',
  'repeats in a value',
  'repeats in a fault',
  'throws',
  'nothing',
  'null',
  'text',
] as const
type Manner = (typeof MANNERS)[number]

type Method = (...args: readonly unknown[]) => Promise<unknown>

function hostile<T extends object>(port: T, mannerOf: (method: string) => Manner, all: string[]): T {
  const heard: string[] = []
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: readonly unknown[]) => {
        for (const given of args)
          for (const text of Object.values(given ?? {})) {
            heard.push(String(text))
            all.push(String(text))
          }
        // What a connector holds beside: in its errors, not in what a server calls a device.
        const echo = [...all, BEARER, PASSWORD].join(' ')
        switch (mannerOf(String(name))) {
          case 'does it':
            return (value.bind(target) as Method)(...args)
          case 'repeats in a value':
            return { ok: true, value: name === 'status' ? echo : echoing(heard.join(' '), echo) }
          case 'repeats in a fault':
            return {
              ok: false,
              fault: {
                code: 'rejected',
                retryable: echo,
                uncertain: echo,
                status: echo,
                message: echo,
                echo,
              },
            }
          case 'throws':
            throw new Error(echo)
          case 'nothing':
            return undefined
          case 'null':
            return { ok: true, value: null }
          default:
            return { ok: false, fault: { code: echo } }
        }
      }
    },
  })
}

/** Everything that any method may answer. */
function echoing(heard: string, echo: string): object {
  // What it calls a device is a name that we keep; it can only be what this server was sent.
  const members = { id: 'ask-1', encryptedKey: 'wrapped', device: heard, name: echo, joinEui: echo }
  const ids = { deviceProfileId: echo, connectivityPlanId: echo, routingProfileId: echo }
  return Object.assign([], members, ids)
}

/** No six characters of a secret, as they are or as a URL or base64 would have them. */
function leaks(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) =>
    Array.from({ length: secret.length - 5 }, (_, at) => secret.slice(at, at + 6)).filter((part) =>
      text.includes(part),
    ),
  )
}

const manners = fc.array(fc.constantFrom(...MANNERS), { minLength: 12, maxLength: 12 })
const METHODS = [
  'connectivityPlans',
  'deviceProfiles',
  'routingProfiles',
  'createAsTransportKey',
  'claim',
  'status',
  'provision',
  'release',
  'find',
  'remove',
  'capacity',
]

const token = fc
  .tuple(fc.constantFrom('base64', 'hex', 'base64url'), fc.uint8Array({ minLength: 12, maxLength: 16 }))
  .map(([encoding, bytes]) => Buffer.from(bytes).toString(encoding as BufferEncoding))
  // A token that a DevEUI or an ID has a part of would be found there.
  .filter(
    (text) =>
      leaks(`${JSON.stringify([record.devEui, joinEui, configuration])} unwrapped wrapped`, [text]).length ===
      0,
  )

interface Told {
  readonly saved: ProvisioningState[]
  readonly results: unknown[]
}

/** Everything that a caller is told in a life of a device: login, check, steps, a second and third try, release. */
async function life(ports: Omit<WorkflowPorts, 'save' | 'configuration'>, ownerToken: string): Promise<Told> {
  const saved: ProvisioningState[] = []
  const results: unknown[] = []
  let saves = 0
  const workflow = createWorkflow({
    ...ports,
    configuration,
    async save(state) {
      saved.push(state)
      if (++saves % 7 === 0) throw new Error(`disk full: ${JSON.stringify(state)} ${ownerToken}`)
    },
  })
  const login = await workflow.login(PRIVATE_KEY.slice(0, 0))
  if (!login.ok) results.push(login)
  const session = login.ok
    ? login.session
    : {
        connectivityPlans: [{ id: 'basic', name: 'Basic', isDefault: true }],
        deviceProfiles: [{ id: 'generic', name: 'Generic', isDefault: true }],
        routingProfiles: [{ id: 'busit', name: 'Busit', isDefault: true }],
        asTransportKey: { id: 'ask-1', encryptedKey: 'wrapped' },
      }
  const scanned = { ...record, ownerToken }
  results.push(await workflow.check(session, scanned, choice))
  for (const adopt of [false, true]) {
    const begun = workflow.begin(session, scanned, { ...choice, adopt })
    results.push(begun)
    for (
      let { state } = begun, tries = 0;
      state !== undefined && state.step !== 'done' && tries < 4;
      tries++
    ) {
      const result = await workflow.resume({ session, state, ownerToken })
      results.push(result)
      ;({ state } = result)
    }
    const last = saved[saved.length - 1]
    if (last !== undefined) results.push(await workflow.release({ state: last }))
  }
  return { saved, results }
}

function isFailure(result: unknown): result is Failure {
  return typeof result === 'object' && result !== null && 'step' in result && 'retryable' in result
}

/** All texts, and all states that are not as a store wants them back. */
function told({ saved, results }: Told) {
  return {
    text: JSON.stringify({ saved, results, sentences: results.filter(isFailure).map(explain) }),
    unreadable: saved.filter((state) => JSON.stringify(parseState(state)) === undefined),
  }
}

const throwsKey = (): never => {
  throw new Error(`${PRIVATE_KEY} ${ASTK}`)
}

describe('no secret is told', () => {
  test('by ports that repeat, throw or say nothing', async () => {
    await fc.assert(
      fc.asyncProperty(manners, token, fc.boolean(), async (chosen, ownerToken, canUnwrap) => {
        const world = createWorld({ canLook: true })
        // As if all servers were one.
        const all: string[] = []
        const mannerOf = (method: string): Manner => chosen[METHODS.indexOf(method)] ?? 'does it'
        const everything = await life(
          {
            joinServers: oneJoinServer(hostile(world.joinServer, mannerOf, all)),
            networkServer: hostile(world.networkServer, mannerOf, all),
            applicationServer: hostile(world.applicationServer, mannerOf, all),
            unwrapKey: canUnwrap ? async () => ASTK : async () => throwsKey(),
          },
          ownerToken,
        )
        const { text, unreadable } = told(everything)
        expect(unreadable).toEqual([])
        expect(leaks(text, [ownerToken, ASTK, BEARER, PASSWORD, PRIVATE_KEY])).toEqual([])
      }),
      { numRuns: 400, seed: 16 },
    )
  })

  test('by a device at any step, whatever fails', async () => {
    const methods = ['claim', 'status', 'provision', 'find', 'release', 'remove', 'capacity']
    const plan = fc.dictionary(
      fc.constantFrom(...methods),
      fc.array(
        fc.constantFrom(
          ...(Object.keys(FAULTS) as FaultName[]).filter((name) => name !== 'slow' && name !== 'hanging'),
        ),
      ),
    )
    await fc.assert(
      fc.asyncProperty(plan, token, async (planned, ownerToken) => {
        const world = createWorld({ canLook: true })
        const unlucky = <T extends object>(port: T): T =>
          faulty(port, ({ method, number }) => planned[method]?.[number - 1])
        const everything = await life(
          {
            joinServers: oneJoinServer(unlucky(world.joinServer)),
            networkServer: unlucky(world.networkServer),
            applicationServer: unlucky(world.applicationServer),
            unwrapKey: async () => ASTK,
          },
          ownerToken,
        )
        expect(leaks(told(everything).text, [ownerToken, ASTK])).toEqual([])
      }),
      { numRuns: 200, seed: 16 },
    )
  })

  test('and one that was told would be found', () => {
    const state = { joinServerDevice: encodeURIComponent(`/devices/${ASTK}`) }
    expect(leaks(JSON.stringify(state), [ASTK])).toHaveLength(ASTK.length - 5)
  })
})

test('a Join Server that names the device by its token is not believed', async () => {
  const world = createWorld({ canLook: true })
  const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
  for (const [device, kept] of [
    [`/devices/${encodeURIComponent(ownerToken)}`, undefined],
    ['km-1', 'km-1'],
  ] as const) {
    const { results } = await life(
      {
        joinServers: oneJoinServer({
          ...world.joinServer,
          claim: async () => ({ ok: true, value: { device } }),
        }),
        networkServer: world.networkServer,
        applicationServer: world.applicationServer,
        unwrapKey: async () => ASTK,
      },
      ownerToken,
    )
    const states = results.map((result) => (result as { state?: ProvisioningState }).state?.joinServerDevice)
    expect(states.find((name) => name !== undefined)).toBe(kept)
  }
})
