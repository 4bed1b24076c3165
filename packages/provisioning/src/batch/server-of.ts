import type { ProvisioningState } from '../state.ts'

/** A server of a batch: `join-server` with its id, `network-server` or `application-server`. */
export type ServerName = 'network-server' | 'application-server' | `join-server ${string}`

/** The server that the next step of a device asks. */
export function serverOf({ step, joinServerId }: ProvisioningState): ServerName | undefined {
  if (step === 'done') return undefined
  return step === 'claim' || step === 'join-server' ? `join-server ${joinServerId}` : step
}
