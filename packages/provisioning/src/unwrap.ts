import type { AsTransportKey } from './ports.ts'

/** Decrypts the ASTK with the private key of the login. The result goes to the Application Server and nowhere else. */
export type UnwrapKey = (encryptedKey: string) => Promise<string>

/** The ASTK in the clear, or nothing when it cannot be unwrapped: the exception is dropped, since it may hold the key. */
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
