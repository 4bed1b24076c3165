import { createHmac } from 'node:crypto'

/**
 * The first 128 bits of HMAC-SHA-256 in hex. Keyed, because whoever holds a plain hash of a label can try all
 * values of a short token until one fits.
 */
export function keyedDigest(key: Uint8Array, content: Uint8Array | string): string {
  return createHmac('sha256', key).update(content).digest('hex').slice(0, 32)
}
