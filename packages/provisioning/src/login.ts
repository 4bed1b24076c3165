import { callPort } from './call-port.ts'
import { failureAt } from './failure.ts'
import type { Failure } from './failure.ts'
import type { JoinServer, NetworkServer } from './ports.ts'
import type { Session } from './state.ts'
import { unwrapped } from './unwrap.ts'
import type { UnwrapKey } from './unwrap.ts'

interface LoginPorts {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
  readonly unwrapKey: UnwrapKey
}

/** Fetches the lists of the Network Server first and has the ASTK made last, so that no key is made in vain. */
export async function login(
  { networkServer, joinServer, unwrapKey }: LoginPorts,
  publicKey: string,
): Promise<{ readonly ok: true; readonly session: Session } | Failure> {
  const plans = await callPort(() => networkServer.connectivityPlans())
  if (!plans.ok) return failureAt('connectivity-plans', plans.reason)
  const devices = await callPort(() => networkServer.deviceProfiles())
  if (!devices.ok) return failureAt('device-profiles', devices.reason)
  const routes = await callPort(() => networkServer.routingProfiles())
  if (!routes.ok) return failureAt('routing-profiles', routes.reason)
  const key = await callPort(() => joinServer.createAsTransportKey({ publicKey }))
  if (!key.ok) return failureAt('as-transport-key', key.reason)
  // A private key that does not belong to the public key is found here, not after the first device was claimed.
  if ((await unwrapped({ unwrapKey }, key.value)) === undefined) {
    return failureAt('as-transport-key', { code: 'key-unwrap-failed' })
  }
  const session: Session = {
    connectivityPlans: plans.value,
    deviceProfiles: devices.value,
    routingProfiles: routes.value,
    asTransportKey: key.value,
  }
  return { ok: true, session }
}
