import { CODE_LENGTH_LENGTHS, LITERAL_LENGTHS } from './huffman.ts'
import { LONGEST, ROW_ABOVE, type RowTokens, SHORTEST } from './row-tokens.ts'

/** First length and first distance of each code, and how many bits follow it (RFC 1951, 3.2.5). */
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
/** The order in which the lengths of the code length code are written (3.2.7). */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const END_OF_BLOCK = 256

/** Bits to write, the first in the lowest place, and how many. */
interface Bits {
  readonly code: number
  readonly count: number
}

interface Tables {
  /** For each byte, and for each length of a copy: code with extra bits below, `count << 24` above. */
  readonly bytes: Uint32Array
  readonly copies: Uint32Array
  readonly end: Bits
}

let tables: Tables | undefined
const headers = new Map<number, readonly Bits[]>()

/**
 * Writes tokens as one Zlib stream (RFC 1950) with one block, whose Huffman code was trained beforehand: nothing is
 * counted and no tree is built for a picture. Gives the index after the last byte. `out` must have room for
 * `2 × tokens + 256` bytes.
 */
export function deflateTokens({ tokens, count, adler, distance }: RowTokens, out: Uint8Array, start: number): number {
  const { bytes, copies, end } = (tables ??= makeTables())
  const above = distanceCode(distance)
  // Distance 1 has code 0, the row above the code 1 and its extra bits.
  const aboveBits = 1 | (above.extra << 1)
  const aboveCount = 1 + above.extraCount
  let at = start
  out[at++] = 0x78
  out[at++] = 0x01
  let [held, length] = [0, 0]
  for (const { code, count: bits } of headerFor(above.code)) {
    held |= code << length
    length += bits
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
  }
  for (let index = 0; index < count; index += 1) {
    const token = tokens[index]!
    const entry = token < 256 ? bytes[token]! : copies[token & 0x3ff]!
    // At most 7 bits wait and at most 20 come.
    held |= (entry & 0xffffff) << length
    length += entry >>> 24
    while (length >= 8) {
      out[at++] = held
      held >>>= 8
      length -= 8
    }
    if (token < 256) continue
    if ((token & ROW_ABOVE) !== 0) {
      held |= aboveBits << length
      length += aboveCount
    } else length += 1
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

function makeTables(): Tables {
  const codes = canonical(literalLengths())
  const pack = ({ code, count }: Bits): number => ((count << 24) | code) >>> 0
  const copies = new Uint32Array(LONGEST + 1)
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    const index = LENGTH_BASES.findIndex((base, place) => base <= length && (LENGTH_BASES[place + 1] ?? Infinity) > length)
    const { code, count } = codes[END_OF_BLOCK + 1 + index]!
    const extra = (length - LENGTH_BASES[index]!) << count
    copies[length] = pack({ code: code | extra, count: count + LENGTH_BITS[index]! })
  }
  return { bytes: Uint32Array.from(codes.slice(0, END_OF_BLOCK), pack), copies, end: codes[END_OF_BLOCK]! }
}

function literalLengths(): number[] {
  return [...LITERAL_LENGTHS].map((digit) => Number.parseInt(digit, 36))
}

/** Codes from their lengths (3.2.2), turned round, since they are written from the highest bit on. */
function canonical(lengths: readonly number[]): Bits[] {
  let next = 0
  const codes: Bits[] = lengths.map(() => ({ code: 0, count: 0 }))
  for (let count = 1; count <= 15; count += 1) {
    for (const [symbol, length] of lengths.entries()) {
      if (length !== count) continue
      codes[symbol] = { code: reversed(next, count), count }
      next += 1
    }
    next <<= 1
  }
  return codes
}

function reversed(code: number, count: number): number {
  let result = 0
  for (let bit = 0; bit < count; bit += 1) result |= ((code >>> bit) & 1) << (count - 1 - bit)
  return result
}

function distanceCode(distance: number): { code: number; extra: number; extraCount: number } {
  if (distance <= 4) return { code: distance - 1, extra: 0, extraCount: 0 }
  const extraCount = 30 - Math.clz32(distance - 1)
  const half = ((distance - 1) >>> extraCount) & 1
  const first = ((2 + half) << extraCount) + 1
  return { code: 2 * extraCount + 2 + half, extra: distance - first, extraCount }
}

/** What stands before the tokens: the code itself, for a picture whose rows lie so far apart. */
function headerFor(above: number): readonly Bits[] {
  let header = headers.get(above)
  if (header === undefined) headers.set(above, (header = makeHeader(above)))
  return header
}

function makeHeader(above: number): Bits[] {
  const lengths = [...CODE_LENGTH_LENGTHS].map(Number)
  const codes = canonical(lengths)
  // Last block, dynamic code, 286 literal codes, distances up to that of the row above, all 19 lengths.
  const bits: Bits[] = [
    { code: 1 | (2 << 1), count: 3 },
    { code: 29, count: 5 },
    { code: above, count: 5 },
    { code: 15, count: 4 },
    ...CODE_LENGTH_ORDER.map((symbol) => ({ code: lengths[symbol]!, count: 3 })),
  ]
  for (const { symbol, extra, extraCount } of runLengths(literalLengths(), above)) {
    bits.push(codes[symbol]!)
    if (extraCount > 0) bits.push({ code: extra, count: extraCount })
  }
  return bits
}

/** The lengths of all codes with their repetitions taken together (3.2.7). */
export function runLengths(
  literals: readonly number[],
  above: number,
): { symbol: number; extra: number; extraCount: number }[] {
  const distances = Array.from({ length: above + 1 }, (_, code) => (code === 0 || code === above ? 1 : 0))
  const lengths = [...literals, ...distances]
  const found: { symbol: number; extra: number; extraCount: number }[] = []
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at]!
    let run = 1
    while (lengths[at + run] === value) run += 1
    if (value === 0 && run >= 11) {
      run = Math.min(run, 138)
      found.push({ symbol: 18, extra: run - 11, extraCount: 7 })
    } else if (value === 0 && run >= 3) found.push({ symbol: 17, extra: run - 3, extraCount: 3 })
    else if (value === lengths[at - 1] && run >= 3) {
      run = Math.min(run, 6)
      found.push({ symbol: 16, extra: run - 3, extraCount: 2 })
    } else {
      run = 1
      found.push({ symbol: value, extra: 0, extraCount: 0 })
    }
    at += run
  }
  return found
}
