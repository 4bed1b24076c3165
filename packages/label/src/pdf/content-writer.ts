import { type DeflateCode, layOutCode } from '../deflate/code.ts'
import { ADLER, byteToken, copyToken, type Tokens, WINDOW } from '../deflate/tokens.ts'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from '../deflate/zlib.ts'
import { CODE_LENGTHS, DISTANCES, LITERALS } from './huffman.ts'

/** Page content under construction, in Latin letters and numbers. */
export interface ContentWriter {
  /** Starts over and keeps the memory. */
  clear(): void
  text(latin: string): void
  /** Writes `x y width 1 re`, which is most of a label. */
  readonly bar: (x: number, y: number, width: number) => void
  /** Everything written so far, for Deflate. Valid until the next call. */
  tokens(): Tokens
  /** Everything written so far as a Zlib stream. */
  zlib(): Uint8Array
}

const BAR_END = Uint8Array.of(0x20, 0x31, 0x20, 0x72, 0x65, 0x0a)
/** The most bytes of one bar: three numbers below 100,000. */
const BAR_ROOM = 24

/**
 * Collects content directly as tokens of Deflate. Repetitions are known without a search: the row of a bar and the
 * end of its command are copied from the bar before. The code was trained on such content; zlib is not used, so that
 * the same label gives the same bytes on every machine.
 */
export function createContentWriter(): ContentWriter {
  let bytes = new Uint8Array(8192)
  let tokens = new Uint32Array(8192)
  let length = 0
  let count = 0
  let out = new Uint8Array(0)
  let code: DeflateCode | undefined
  // The end of the last bar, and the row that was written there.
  let barEnd = -WINDOW
  let row = -1
  let rowAt = 0

  // There are never more tokens than bytes.
  const reserve = (room: number): void => {
    if (length + room <= bytes.length) return
    const size = Math.max(bytes.length * 2, length + room)
    const [grownBytes, grownTokens] = [new Uint8Array(size), new Uint32Array(size)]
    grownBytes.set(bytes)
    grownTokens.set(tokens)
    bytes = grownBytes
    tokens = grownTokens
  }

  const writer: ContentWriter = {
    clear() {
      length = 0
      count = 0
      barEnd = -WINDOW
      row = -1
    },
    text(latin) {
      reserve(latin.length)
      for (let index = 0; index < latin.length; index += 1) {
        const byte = latin.charCodeAt(index)
        bytes[length++] = byte
        tokens[count++] = byteToken(byte)
      }
    },
    bar(x, y, width) {
      reserve(BAR_ROOM)
      const left = digits(bytes, length, x)
      for (let at = length; at < left; at += 1) tokens[count++] = byteToken(bytes[at]!)
      bytes[left] = 0x20
      const right = digits(bytes, left + 1, y)
      bytes[right] = 0x20
      const wide = right + 1
      if (y === row && left - rowAt <= WINDOW) tokens[count++] = copyToken(wide - left, left - rowAt)
      else for (let at = left; at < wide; at += 1) tokens[count++] = byteToken(bytes[at]!)
      row = y
      rowAt = left
      const end = digits(bytes, wide, width)
      for (let at = wide; at < end; at += 1) tokens[count++] = byteToken(bytes[at]!)
      bytes.set(BAR_END, end)
      if (end - barEnd <= WINDOW) tokens[count++] = copyToken(BAR_END.length, end - barEnd)
      else for (const byte of BAR_END) tokens[count++] = byteToken(byte)
      barEnd = end
      length = end + BAR_END.length
    },
    tokens: () => ({ tokens, count, adler: adler32(bytes, length) }),
    zlib() {
      code ??= layOutCode({ literals: LITERALS, distances: DISTANCES, codeLengths: CODE_LENGTHS })
      const room = TOKEN_ROOM * count + ZLIB_ROOM
      if (out.length < room) out = new Uint8Array(room)
      return out.slice(0, writeZlib(writer.tokens(), code, out, 0))
    },
  }
  return writer
}

/** Writes a whole number; returns the index after it. */
function digits(bytes: Uint8Array, start: number, value: number): number {
  let at = start
  if (value >= 10_000) bytes[at++] = 48 + (((value / 10_000) | 0) % 10)
  if (value >= 1000) bytes[at++] = 48 + (((value / 1000) | 0) % 10)
  if (value >= 100) bytes[at++] = 48 + (((value / 100) | 0) % 10)
  if (value >= 10) bytes[at++] = 48 + (((value / 10) | 0) % 10)
  bytes[at] = 48 + (value % 10)
  return at + 1
}

/** Sums over this many bytes stay exact. */
const ADLER_RUN = 4096

function adler32(bytes: Uint8Array, length: number): number {
  let [low, high] = [1, 0]
  for (let start = 0; start < length; start += ADLER_RUN) {
    const end = Math.min(length, start + ADLER_RUN)
    for (let at = start; at < end; at += 1) {
      low += bytes[at]!
      high += low
    }
    low %= ADLER
    high %= ADLER
  }
  return ((high << 16) | low) >>> 0
}
