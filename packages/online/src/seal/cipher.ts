import type { OwnBytes } from './own-bytes.ts'

/** The algorithms of a sealer, under keys that are derived from a secret of 32 bytes once, when they are first used. */
export interface Ciphers {
  /** AES-256-GCM. `sealed` is the ciphertext with the tag of 16 bytes behind it. */
  readonly sealing: (secret: OwnBytes) => Cipher
  /** HMAC-SHA-256. */
  readonly hashing: (secret: OwnBytes) => (bytes: OwnBytes) => OwnBytes | Promise<OwnBytes>
}

export interface Cipher {
  seal(nonce: OwnBytes, bound: OwnBytes, bytes: OwnBytes): OwnBytes | Promise<OwnBytes>
  /** Throws or rejects when anything was changed. */
  open(nonce: OwnBytes, bound: OwnBytes, sealed: OwnBytes): OwnBytes | Promise<OwnBytes>
}
