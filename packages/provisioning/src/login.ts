import { stopped } from './failure.ts'
import type { Failure } from './failure.ts'
import { ask } from './ask.ts'
import type { JoinServer, NetworkServer } from './ports.ts'
import type { Session } from './state.ts'
import { unwrapped } from './unwrap.ts'
import type { UnwrapKey } from './unwrap.ts'

interface LoginPorts {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
  readonly unwrapKey: UnwrapKey
}

/** Fetches the Connectivity Plans, then has an ASTK made: in this order, so that no key is made in vain. */
export async function login(
  ports: LoginPorts,
  publicKey: string,
): Promise<{ readonly ok: true; readonly session: Session } | Failure> {
  const plans = await ask(() => ports.networkServer.connectivityPlans())
  if (!plans.ok) return stopped('connectivity-plans', plans.reason)
  const key = await ask(() => ports.joinServer.createAsTransportKey({ publicKey }))
  if (!key.ok) return stopped('as-transport-key', key.reason)
  // A private key that does not fit is found here, and not after the first device has been claimed.
  if ((await unwrapped(ports, key.value)) === undefined)
    return stopped('as-transport-key', 'key-unwrap-failed')
  return { ok: true, session: { connectivityPlans: plans.value, asTransportKey: key.value } }
}
