import { type DeflateCode, layOutCode } from '../deflate/code.ts'
import { ADLER, byteToken, copyToken, LONGEST, type Tokens, WINDOW } from '../deflate/tokens.ts'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from '../deflate/zlib.ts'
import { CODE_LENGTHS, DISTANCES, LITERALS } from './huffman.ts'

const HASH_BITS = 12
/** Shorter copies cost as much as the few digits they stand for. */
const LEAST_COPY = 4

/** Sums of so many bytes stay exact. */
const ADLER_RUN = 4096

let tokens = new Uint32Array(0)
let out = new Uint8Array(0)
const places = new Int32Array(1 << HASH_BITS)
let code: DeflateCode | undefined

/**
 * Compresses a content stream with a code trained on such streams. Without zlib, so that the same label gives the
 * same bytes on every machine.
 */
export function flate(bytes: Uint8Array): Uint8Array {
  code ??= layOutCode({ literals: LITERALS, distances: DISTANCES, codeLengths: CODE_LENGTHS })
  const found = contentTokens(bytes)
  const room = TOKEN_ROOM * found.count + ZLIB_ROOM
  if (out.length < room) out = new Uint8Array(room)
  return out.slice(0, writeZlib(found, code, out, 0))
}

/** Greedy copies of the latest place where the next four bytes stood. The tokens are valid until the next call. */
export function contentTokens(bytes: Uint8Array): Tokens {
  const { length } = bytes
  if (tokens.length < length) tokens = new Uint32Array(length)
  places.fill(-WINDOW)
  let count = 0
  let at = 0
  while (at + LEAST_COPY <= length) {
    const next = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    const hash = Math.imul(next, 0x9e3779b1) >>> (32 - HASH_BITS)
    const place = places[hash]!
    places[hash] = at
    let same = 0
    if (at - place < WINDOW) {
      const most = Math.min(LONGEST, length - at)
      while (same < most && bytes[place + same] === bytes[at + same]) same += 1
    }
    if (same >= LEAST_COPY) {
      tokens[count++] = copyToken(same, at - place)
      at += same
    } else tokens[count++] = byteToken(bytes[at++]!)
  }
  while (at < length) tokens[count++] = byteToken(bytes[at++]!)
  return { tokens, count, adler: adler32(bytes) }
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (let start = 0; start < bytes.length; start += ADLER_RUN) {
    const end = Math.min(bytes.length, start + ADLER_RUN)
    for (let at = start; at < end; at += 1) {
      low += bytes[at]!
      high += low
    }
    low %= ADLER
    high %= ADLER
  }
  return ((high << 16) | low) >>> 0
}
