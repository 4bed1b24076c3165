import { isNoTransportKey } from './no-transport-key.ts'
import type { AsTransportKey } from '../ports.ts'

/** Decrypts the ASTK with the private key of the login. The result is sent to the Application Server only. */
export type UnwrapKey = (encryptedKey: string) => Promise<string>

/** The decrypted ASTK, or `undefined` when that fails: the exception is dropped, since it may contain the key. */
export async function unwrapped(
  { unwrapKey }: { readonly unwrapKey: UnwrapKey },
  key: AsTransportKey,
): Promise<string | undefined> {
  const { encryptedKey } = key
  // A Join Server without such keys has nothing to unwrap.
  if (isNoTransportKey(key)) return encryptedKey
  try {
    return await unwrapKey(encryptedKey)
  } catch {
    return undefined
  }
}
