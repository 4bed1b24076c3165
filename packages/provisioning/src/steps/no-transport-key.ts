import type { AsTransportKey } from '../ports.ts'

/** What a Join Server answers that makes no AS transport key: its Application Server is given the keys by itself. */
export const NO_TRANSPORT_KEY: AsTransportKey = { id: 'none', encryptedKey: 'none' }

/** Whether it stands for the key that a Join Server does not make. */
export function isNoTransportKey({ id, encryptedKey }: AsTransportKey): boolean {
  return id === NO_TRANSPORT_KEY.id && encryptedKey === NO_TRANSPORT_KEY.encryptedKey
}

/**
 * The `unwrapKey` of a workflow none of whose Join Servers makes AS transport keys: it is never called, and rejects
 * what it would be called with.
 *
 * @example
 * ```ts
 * import { neverUnwrapped } from '@claimtag/provisioning/the-things-stack'
 *
 * console.log(typeof neverUnwrapped) // function
 * ```
 */
export async function neverUnwrapped(): Promise<never> {
  throw new TypeError('there is an AS transport key, and no private key for it')
}
