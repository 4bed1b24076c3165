import type { OwnBytes } from '../seal/own-bytes.ts'

/**
 * Fills an array with random bytes: `(bytes) => crypto.getRandomValues(bytes)`. It must be cryptographically secure.
 */
export type FillRandom = (bytes: OwnBytes) => unknown

/** A call of the platform costs as much as a whole code, whether it fills 16 bytes or a thousand. */
const POOL_BYTES = 1024

/** Random bytes, drawn from the platform many at a time. Each byte is used once, and erased from the pool then. */
export function createRandomPool(fill: FillRandom): (length: number) => OwnBytes {
  const pool = new Uint8Array(POOL_BYTES)
  let at = POOL_BYTES
  return (length) => {
    if (length > POOL_BYTES) {
      const own = new Uint8Array(length)
      fill(own)
      return own
    }
    if (at + length > POOL_BYTES) {
      // If it throws, the rest of the pool must not be used as if it were new.
      at = POOL_BYTES
      fill(pool)
      at = 0
    }
    const taken = pool.slice(at, at + length)
    pool.fill(0, at, at + length)
    at += length
    return taken
  }
}
