/** Bytes that were sealed, and by which key. */
export interface Sealed {
  readonly keyId: string
  readonly sealed: Uint8Array
}

/** Seals what a store keeps. A key management service can stand here. */
export interface Sealer {
  /** The key that seals now. */
  readonly keyId: string
  /** @param bound what the sealed bytes are bound to: they open only with the same */
  seal(bytes: Uint8Array<ArrayBuffer>, bound: Uint8Array<ArrayBuffer>): Promise<Sealed>
  /** Rejects when the key is not there, or anything was changed. */
  open(sealed: Uint8Array, bound: Uint8Array<ArrayBuffer>, keyId: string): Promise<Uint8Array>
  /** A keyed hash by which equal tokens are found, without a key that opens anything. */
  readonly tag?: ((token: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>) | undefined
}

/** The key id of what is not sealed. */
const NO_KEY = ''

/** Keeps tokens readable. For a store that ends with its process, or that lies where bearer secrets may lie. */
export const plaintext: Sealer = {
  keyId: NO_KEY,
  seal: async (bytes) => ({ keyId: NO_KEY, sealed: bytes }),
  async open(sealed, _, keyId) {
    if (keyId !== NO_KEY) throw new Error('this was sealed with a key')
    return sealed
  },
}
