import type { AsTransportKey } from './ports.ts'
import type { UnwrapKey } from './steps/unwrap.ts'

/** What a Join Server answers that makes no AS transport key: its Application Server is given the keys by itself. */
export const NO_TRANSPORT_KEY: AsTransportKey = { id: 'none', encryptedKey: 'none' }

/**
 * An `unwrapKey` for Join Servers without AS transport keys: gives `none` back, and leaves every other key to the
 * function given, if there is one.
 *
 * @example
 * ```ts
 * import { unwrapIfAny } from '@claimtag/provisioning/the-things-stack'
 *
 * console.log(await unwrapIfAny()('none')) // none
 * ```
 */
export function unwrapIfAny(unwrapKey?: UnwrapKey): UnwrapKey {
  return async (encryptedKey) => {
    if (encryptedKey === NO_TRANSPORT_KEY.encryptedKey) return encryptedKey
    if (unwrapKey === undefined) throw new TypeError('there is a key, and no function to unwrap it')
    return unwrapKey(encryptedKey)
  }
}
