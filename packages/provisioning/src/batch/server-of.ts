import type { Failure } from '../failure.ts'
import type { ProvisioningState } from '../state.ts'

/** A server of a batch: `join-server` with its id, `network-server` or `application-server`. */
export type ServerName = 'network-server' | 'application-server' | `join-server ${string}`

/**
 * The servers that the next step of a device asks.
 *
 * @param asksNetworkServer whether it is asked before the claim too: then no device is claimed while it is away
 */
export function serversOf(
  { step, joinServerId }: ProvisioningState,
  asksNetworkServer: boolean,
): readonly ServerName[] {
  if (step === 'done') return []
  const joinServer: ServerName = `join-server ${joinServerId}`
  if (step === 'claim') return asksNetworkServer ? ['network-server', joinServer] : [joinServer]
  return [step === 'join-server' ? joinServer : step]
}

/** The server that a step failed at. */
export function failedServer({ step }: Failure, { joinServerId }: ProvisioningState): ServerName | undefined {
  switch (step) {
    case 'claim':
    case 'join-server':
    case 'join-server-check':
      return `join-server ${joinServerId}`
    case 'network-server':
    case 'network-server-check':
      return 'network-server'
    case 'application-server':
      return step
    default:
      return undefined
  }
}
