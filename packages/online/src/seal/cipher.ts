import type { OwnBytes } from './own-bytes.ts'

/** The algorithms of a sealer, under keys that are derived from a secret of 32 bytes once, when they are first used. */
export interface Ciphers {
  /** AES-256-GCM, with nonces of 12 bytes and tags of 16. */
  readonly sealing: (secret: OwnBytes) => Cipher
  /** HMAC-SHA-256. */
  readonly hashing: (secret: OwnBytes) => (bytes: OwnBytes) => OwnBytes | Promise<OwnBytes>
}

interface Cipher {
  /** Gives the nonce, the ciphertext and the tag. */
  readonly seal: (nonce: OwnBytes, bound: OwnBytes, bytes: OwnBytes) => OwnBytes | Promise<OwnBytes>
  /** Throws or rejects when anything was changed. */
  readonly open: (sealed: OwnBytes, bound: OwnBytes) => OwnBytes | Promise<OwnBytes>
}

/** Ciphers that need no thread, and give bytes instead of promises. */
export interface DirectCiphers extends Ciphers {
  readonly sealing: (secret: OwnBytes) => DirectCipher
  readonly hashing: (secret: OwnBytes) => (bytes: OwnBytes) => OwnBytes
}

interface DirectCipher extends Cipher {
  readonly seal: (nonce: OwnBytes, bound: OwnBytes, bytes: OwnBytes) => OwnBytes
  readonly open: (sealed: OwnBytes, bound: OwnBytes) => OwnBytes
}

/** 96 bits, drawn at random for each message: NIST SP 800-38D, 8.3, allows 2^32 of them with one key. */
export const NONCE_BYTES = 12
