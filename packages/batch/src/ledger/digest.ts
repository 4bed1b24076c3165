import { hash } from 'node:crypto'

// RFC 2104 over one-shot hashes: `createHmac` makes three objects a call and took a tenth of a job's time.
const BLOCK = 64
const DIGEST = 32
const [INNER, OUTER] = [0x36, 0x5c]

interface Pads {
  /** Whoever comes with the same one need not show it. */
  readonly given: Uint8Array
  readonly key: Uint8Array
  /** The key's inner block, and behind it room for the content. */
  inner: Buffer
  /** The key's outer block, and behind it room for the inner digest. */
  readonly outer: Buffer
}

let pads: Pads | undefined

/**
 * The first 128 bits of HMAC-SHA-256 in hex. Keyed, because whoever holds a plain hash of a label can try all
 * values of a short token until one fits.
 *
 * @param key at most 64 bytes
 */
export function keyedDigest(key: Uint8Array, content: Uint8Array | string): string {
  const { inner, outer } = padsFor(key, typeof content === 'string' ? content.length * 3 : content.length)
  let length = content.length
  if (typeof content === 'string') length = inner.write(content, BLOCK, 'utf8')
  else inner.set(content, BLOCK)
  outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary')
  return hash('sha256', outer, 'hex').slice(0, 32)
}

/** A process has one key, that of its job. */
function padsFor(key: Uint8Array, room: number): Pads {
  if (pads === undefined || (pads.given !== key && Buffer.compare(pads.key, key) !== 0)) {
    const outer = Buffer.concat([block(key, OUTER), Buffer.alloc(DIGEST)])
    pads = { given: key, key: Uint8Array.from(key), inner: block(key, INNER), outer }
  }
  if (pads.inner.length < BLOCK + room) {
    pads.inner = Buffer.concat([pads.inner.subarray(0, BLOCK), Buffer.alloc(room * 2)])
  }
  return pads
}

function block(key: Uint8Array, pad: number): Buffer {
  const bytes = Buffer.alloc(BLOCK, pad)
  key.forEach((byte, index) => (bytes[index] = byte ^ pad))
  return bytes
}
