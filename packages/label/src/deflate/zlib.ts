import { type DeflateCode, distanceBits } from './code.ts'
import { copyToken, type Tokens, USUAL } from './tokens.ts'

/** Bytes around the tokens, plus the most that one token takes. */
export const ZLIB_ROOM = 512
export const TOKEN_ROOM = 6

/**
 * Writes tokens as one Zlib stream (RFC 1950) with one block in a known code: nothing is counted and no tree is
 * built. Returns the index after the last byte; `out` needs `TOKEN_ROOM` bytes for each token and `ZLIB_ROOM` more.
 */
export function writeZlib(
  { tokens, count, adler }: Tokens,
  deflateCode: DeflateCode,
  out: Uint8Array,
  start: number,
): number {
  const { tokens: codes, end, head, usual = 0 } = deflateCode
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength)
  out.set(head.bytes, start)
  let at = start + head.bytes.length
  let held = head.rest.code
  let length = head.rest.count
  let lastDistance = 0
  let lastBits = 0
  let lastCount = 0
  for (let index = 0; index < count; index += 1) {
    let token = tokens[index]!
    let entry = codes[token >>> 16]!
    if (entry === 0) {
      // Length and distance do not fit into one entry.
      token = copyToken((token >>> 16) - USUAL, usual)
      entry = codes[token >>> 16]!
    }
    // At most 7 bits are pending when a token begins. Four bytes are always written: checking whether a byte is full
    // took longer than writing it.
    held |= (entry & 0xffffff) << length
    length += entry >>> 24
    view.setUint32(at, held, true)
    at += length >>> 3
    held >>>= length & 24
    length &= 7
    const distance = token & 0xffff
    if (distance === 0) continue
    if (distance !== lastDistance) {
      lastDistance = distance
      const bits = distanceBits(deflateCode, distance)
      lastBits = bits.code
      lastCount = bits.count
    }
    held |= lastBits << length
    length += lastCount
    view.setUint32(at, held, true)
    at += length >>> 3
    held >>>= length & 24
    length &= 7
  }
  held |= end.code << length
  length += end.count
  for (; length > 0; length -= 8) {
    out[at++] = held
    held >>>= 8
  }
  for (const shift of [24, 16, 8, 0]) out[at++] = adler >>> shift
  return at
}
