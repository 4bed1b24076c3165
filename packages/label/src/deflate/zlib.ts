import type { DeflateCode } from './code.ts'
import type { Tokens } from './tokens.ts'

/** Bytes around the tokens, and at most what one token takes. */
export const ZLIB_ROOM = 512
export const TOKEN_ROOM = 6

/**
 * Writes tokens as one Zlib stream (RFC 1950) of one block in a code known beforehand: nothing is counted and no
 * tree is built. Gives the index after the last byte; `out` needs `TOKEN_ROOM` bytes a token and `ZLIB_ROOM` more.
 */
export function writeZlib(
  { tokens, count, adler }: Tokens,
  code: DeflateCode,
  out: Uint8Array,
  start: number,
): number {
  const { tokens: codes, distances, end, header } = code
  let at = start
  // Deflate, window of 32 KiB, no dictionary.
  out[at++] = 0x78
  out[at++] = 0x01
  let held = 0
  let length = 0
  for (const bits of header) {
    held |= bits.code << length
    length += bits.count
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
  }
  for (let index = 0; index < count; index += 1) {
    const token = tokens[index]!
    // At most 7 bits wait; a byte's code has up to 13, a length 18, a distance 12 and then 13 more.
    const entry = codes[token >>> 16]!
    held |= (entry & 0xffffff) << length
    length += entry >>> 24
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
    if ((token & 0xffff) === 0) continue
    const distance = (token & 0xffff) - 1
    const extra = distance < 4 ? 0 : 30 - Math.clz32(distance)
    const packed = distances[distance < 4 ? distance : 2 * extra + 2 + ((distance >>> extra) & 1)]!
    held |= (packed & 0xffffff) << length
    length += packed >>> 24
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
    held |= (distance & ((1 << extra) - 1)) << length
    length += extra
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
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
