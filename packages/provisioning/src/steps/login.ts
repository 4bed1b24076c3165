import type { Answer } from '../answer.ts'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { NamedJoinServer } from '../join-servers/join-servers.ts'
import type { AsTransportKey, CallOptions } from '../ports.ts'
import type { Session } from '../state.ts'
import { callPort } from './call-port.ts'
import type { WorkflowPorts } from './requests.ts'
import { unwrapped } from './unwrap.ts'

type LoginPorts = Pick<WorkflowPorts, 'joinServers' | 'networkServer' | 'unwrapKey'>

/** A key pair, and the ASTKs that Join Servers made for it at an earlier login. */
export interface LoginKeys extends Partial<Pick<Session, 'asTransportKey' | 'otherTransportKeys'>> {
  /** SPKI, PEM. */
  readonly publicKey: string
}

/**
 * Fetches the lists of the Network Server first and has the ASTKs made last, so that no key is made in vain. A kept one
 * is taken instead of making one.
 */
export async function login(
  { networkServer, joinServers, unwrapKey }: LoginPorts,
  keys: string | LoginKeys,
  options: CallOptions = {},
): Promise<{ readonly ok: true; readonly session: Session } | Failure> {
  const { signal } = options
  const plans = await callPort(
    async () => sound(await networkServer.connectivityPlans(options), isList),
    signal,
  )
  if (!plans.ok) return failureAt('connectivity-plans', plans.reason)
  const devices = await callPort(
    async () => sound(await networkServer.deviceProfiles(options), isList),
    signal,
  )
  if (!devices.ok) return failureAt('device-profiles', devices.reason)
  const routes = await callPort(
    async () => sound(await networkServer.routingProfiles(options), isList),
    signal,
  )
  if (!routes.ok) return failureAt('routing-profiles', routes.reason)
  const lists = {
    connectivityPlans: plans.value,
    deviceProfiles: devices.value,
    routingProfiles: routes.value,
  }
  const given = typeof keys === 'string' ? { publicKey: keys } : keys

  /** The key of one Join Server: the kept one, or a new one. */
  async function keyOf({ id, server }: NamedJoinServer, isFirst: boolean): Promise<AsTransportKey | Failure> {
    const kept = keptKey(given, id, isFirst)
    const request = { publicKey: given.publicKey }
    const made =
      kept === undefined
        ? await callPort(
            async () => sound(await server.createAsTransportKey(request, options), isKey),
            signal,
          )
        : { ok: true as const, value: kept }
    if (!made.ok) return failureAt('as-transport-key', made.reason)
    // A private key that does not belong to the public key is found here, not after the first device was claimed.
    if ((await unwrapped({ unwrapKey }, made.value)) === undefined) {
      return failureAt('as-transport-key', { code: 'key-unwrap-failed' })
    }
    return { ...made.value, joinServerId: id }
  }

  const made: AsTransportKey[] = []
  for (const named of joinServers.all) {
    const key = await keyOf(named, made.length === 0)
    if ('ok' in key) return key
    made.push(key)
  }
  const [asTransportKey, ...others] = made
  if (asTransportKey === undefined) return failureAt('as-transport-key', { code: 'as-transport-key-missing' })
  const otherTransportKeys = others.length === 0 ? {} : { otherTransportKeys: others }
  return { ok: true, session: { ...lists, asTransportKey, ...otherTransportKeys } }
}

/** A kept key that does not say whose it is belongs to the first Join Server. */
function keptKey(
  { asTransportKey, otherTransportKeys = [] }: LoginKeys,
  joinServerId: string,
  isFirst: boolean,
): AsTransportKey | undefined {
  const kept = [asTransportKey, ...otherTransportKeys].filter((key) => key !== undefined)
  return kept.find((key) => (key.joinServerId === undefined ? isFirst : key.joinServerId === joinServerId))
}

/** Throws when an answer has another value than the port promises, which is then the connector's fault. */
function sound<T>(answer: Answer<T>, isSound: (value: T) => boolean): Answer<T> {
  if (answer.ok && !isSound(answer.value)) throw new TypeError('not what the port promises')
  return answer
}

function isList(value: unknown): boolean {
  return Array.isArray(value)
}

function isKey({ id, encryptedKey }: Partial<AsTransportKey>): boolean {
  return typeof id === 'string' && typeof encryptedKey === 'string'
}
