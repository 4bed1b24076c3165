import { COPY, LONGEST, SHORTEST, USUAL } from './tokens.ts'

/** First length and first distance of each code, and how many bits follow it (RFC 1951, 3.2.5). */
const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
/** The order in which the lengths of the code length code are written (3.2.7). */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const END_OF_BLOCK = 256
const LITERALS = 286

/**
 * Bits of the longest code of a byte or length, and of a distance. Deflate would allow 15; with their extra bits and
 * up to 7 pending bits, 13 still fit into the one word that `writeZlib` uses.
 */
export const LONGEST_CODE = 13
export const LONGEST_DISTANCE_CODE = 11

/** Deflate, window of 32 KiB, no dictionary (RFC 1950, 2.2). */
const ZLIB_HEADER: readonly Bits[] = [
  { code: 0x78, count: 8 },
  { code: 0x01, count: 8 },
]

/** Bits to write, the first in the lowest place, and their number. */
export interface Bits {
  readonly code: number
  readonly count: number
}

/** A Huffman code known beforehand: the lengths of its codes, one base-36 digit for each symbol. */
export interface TrainedCode {
  /** 286 lengths: of bytes, the end of the block, lengths of copies. */
  readonly literals: string
  /** Up to 30 lengths: of distances of copies. */
  readonly distances: string
  /** 19 lengths: of the codes in which the lengths above are written. */
  readonly codeLengths: string
}

/** The code prepared for writing. Entries hold the bits in their lower 24 bits and the number of bits above. */
export interface DeflateCode {
  /** By the upper half of a token; extra bits of lengths included. 0 where they do not fit. */
  readonly tokens: Uint32Array
  /** The distance of tokens without one, when the code has these. */
  readonly usual?: number
  /** By distance code; the extra bits follow. */
  readonly distances: Uint32Array
  readonly end: Bits
  /** The bytes before the tokens: Zlib's header and the code itself; `rest` are the bits beyond whole bytes. */
  readonly head: { readonly bytes: Uint8Array; readonly rest: Bits }
}

export function layOutCode(trained: TrainedCode): DeflateCode {
  const codes = canonical(digits(trained.literals))
  const tokens = new Uint32Array(COPY + LONGEST + 1)
  tokens.set(codes.slice(0, END_OF_BLOCK).map(pack))
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    const index = lengthCode(length)
    const { code, count } = codes[END_OF_BLOCK + 1 + index]!
    const extra = (length - LENGTH_BASES[index]!) << count
    tokens[COPY + length] = pack({ code: code | extra, count: count + LENGTH_BITS[index]! })
  }
  return {
    tokens,
    distances: Uint32Array.from(canonical(digits(trained.distances)), pack),
    end: codes[END_OF_BLOCK]!,
    head: packed([...ZLIB_HEADER, ...headerOf(trained)]),
  }
}

/** The code with tokens for copies from the usual distance: their lengths and distances in one. */
export function withUsual(code: DeflateCode, usual: number): DeflateCode {
  const tokens = new Uint32Array(USUAL + LONGEST + 1)
  tokens.set(code.tokens)
  const distance = distanceBits(code, usual)
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    const entry = code.tokens[COPY + length]!
    const count = entry >>> 24
    if (entry !== 0 && count + distance.count <= 24)
      tokens[USUAL + length] = pack({
        code: (entry & 0xffffff) | (distance.code << count),
        count: count + distance.count,
      })
  }
  return { ...code, tokens, usual }
}

/** The code of a distance with its extra bits. */
export function distanceBits({ distances }: Pick<DeflateCode, 'distances'>, distance: number): Bits {
  const { code, extra } = distanceCode(distance)
  const entry = distances[code]!
  const count = entry >>> 24
  return {
    code: (entry & 0xffffff) | (((distance - 1) & ((1 << extra) - 1)) << count),
    count: count + extra,
  }
}

/** Index among the 29 codes for lengths. */
export function lengthCode(length: number): number {
  let index = 0
  while (index < 28 && LENGTH_BASES[index + 1]! <= length) index += 1
  return index
}

/** Code of a distance and how many extra bits it has; their value is `(distance - 1) & (2 ** extra - 1)`. */
export function distanceCode(distance: number): { code: number; extra: number } {
  if (distance <= 4) return { code: distance - 1, extra: 0 }
  const extra = 30 - Math.clz32(distance - 1)
  return { code: 2 * extra + 2 + (((distance - 1) >>> extra) & 1), extra }
}

function digits(text: string): number[] {
  return Array.from(text).map((digit) => Number.parseInt(digit, 36))
}

function pack({ code, count }: Bits): number {
  return ((count << 24) | code) >>> 0
}

/** Codes from their lengths (3.2.2), bits reversed, since Deflate writes codes from the highest bit on. */
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

/** Bits as bytes, and the rest that fills no byte. */
function packed(pieces: readonly Bits[]): DeflateCode['head'] {
  const bytes: number[] = []
  let held = 0
  let length = 0
  for (const { code, count } of pieces) {
    held |= code << length
    for (length += count; length >= 8; length -= 8) {
      bytes.push(held & 255)
      held >>>= 8
    }
  }
  return { bytes: Uint8Array.from(bytes), rest: { code: held, count: length } }
}

function headerOf({ literals, distances, codeLengths }: TrainedCode): Bits[] {
  const lengths = digits(codeLengths)
  const codes = canonical(lengths)
  // Last block, dynamic code; how many codes of each kind, minus the minimum (3.2.7).
  const bits: Bits[] = [
    { code: 1 | (2 << 1), count: 3 },
    { code: LITERALS - 257, count: 5 },
    { code: distances.length - 1, count: 5 },
    { code: 19 - 4, count: 4 },
    ...CODE_LENGTH_ORDER.map((symbol) => ({ code: lengths[symbol]!, count: 3 })),
  ]
  for (const { symbol, extra, extraCount } of runLengths(literals + distances)) {
    bits.push(codes[symbol]!)
    if (extraCount > 0) bits.push({ code: extra, count: extraCount })
  }
  return bits
}

/** Code lengths with their repetitions taken together (3.2.7). */
export function runLengths(trained: string): { symbol: number; extra: number; extraCount: number }[] {
  const lengths = digits(trained)
  const found: { symbol: number; extra: number; extraCount: number }[] = []
  for (let at = 0; at < lengths.length;) {
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
