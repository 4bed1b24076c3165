import { promising } from './direct.ts'
import type { OwnBytes } from './own-bytes.ts'

/** Sealed bytes, and the key that sealed them. */
export interface Sealed {
  readonly keyId: string
  readonly sealed: Uint8Array
}

/** Seals the secrets in a store. A key management service can be used instead of `createSealer`. */
export interface Sealer {
  /** The key that seals now. */
  readonly keyId: string
  /** @param bound the sealed bytes open only with the same value */
  readonly seal: (bytes: OwnBytes, bound: OwnBytes) => Promise<Sealed>
  /** Rejects when the key is not there, or anything was changed. */
  readonly open: (sealed: Uint8Array, bound: OwnBytes, keyId: string) => Promise<Uint8Array>
  /** A keyed hash that finds equal tokens and opens nothing. */
  readonly tag?: ((token: OwnBytes) => Promise<Uint8Array>) | undefined
}

/** The key id of codes that are not sealed. */
const NO_KEY = ''

/** Stores tokens unsealed: for a store that ends with its process, or that is kept where bearer secrets may be. */
export const plaintext: Sealer = {
  keyId: NO_KEY,
  seal: /* @__PURE__ */ promising((bytes) => ({ keyId: NO_KEY, sealed: bytes })),
  open: /* @__PURE__ */ promising((sealed, _, keyId) => {
    if (keyId !== NO_KEY) throw new Error('this was sealed with a key')
    return sealed
  }),
}
