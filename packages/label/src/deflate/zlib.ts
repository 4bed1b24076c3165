import { type DeflateCode, distanceCode } from './code.ts'
import type { Tokens } from './tokens.ts'

/** Bytes around the tokens, plus the most that one token takes. */
export const ZLIB_ROOM = 512
export const TOKEN_ROOM = 6

/**
 * Writes tokens as one Zlib stream (RFC 1950) with one block in a known code: nothing is counted and no tree is
 * built. Returns the index after the last byte; `out` needs `TOKEN_ROOM` bytes for each token and `ZLIB_ROOM` more.
 */
export function writeZlib(
  { tokens, count, adler }: Tokens,
  { tokens: codes, distances, end, head }: DeflateCode,
  out: Uint8Array,
  start: number,
): number {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength)
  out.set(head.bytes, start)
  let at = start + head.bytes.length
  let held = head.rest.code
  let length = head.rest.count
  // Most copies in a picture are from one distance: the row above.
  let lastDistance = 0
  let distanceBits = 0
  let distanceCount = 0
  for (let index = 0; index < count; index += 1) {
    const token = tokens[index]!
    const entry = codes[token >>> 16]!
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
      const { code, extra } = distanceCode(distance)
      const packed = distances[code]!
      distanceBits = (packed & 0xffffff) | (((distance - 1) & ((1 << extra) - 1)) << (packed >>> 24))
      distanceCount = (packed >>> 24) + extra
    }
    held |= distanceBits << length
    length += distanceCount
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
