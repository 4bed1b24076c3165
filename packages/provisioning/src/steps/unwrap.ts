import type { AsTransportKey } from '../ports.ts'

/** Decrypts the ASTK with the private key of the login. The result is sent to the Application Server only. */
export type UnwrapKey = (encryptedKey: string) => Promise<string>

/** The decrypted ASTK, or `undefined` when that fails: the exception is dropped, since it may contain the key. */
export async function unwrapped(
  { unwrapKey }: { readonly unwrapKey: UnwrapKey },
  { encryptedKey }: AsTransportKey,
): Promise<string | undefined> {
  try {
    return await unwrapKey(encryptedKey)
  } catch {
    return undefined
  }
}
