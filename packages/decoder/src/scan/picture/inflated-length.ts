// RFC 1951, read without keeping what comes out: only its length is wanted.

/** Extra bits and first length of the codes 257 to 285 (3.2.5). */
const EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const FIRST = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
/** Extra bits of the distance codes 0 to 29. */
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
/** The order in which the lengths of the code of code lengths stand (3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const MOST_BITS = 15

/** A canonical Huffman code: how many codes of each length there are, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

/**
 * Whether a zlib stream inflates to more bytes than that. Of a damaged stream, what comes before the damage counts: no
 * reader inflates more of it.
 *
 * @param parts of the stream, in their order
 */
export function inflatesBeyond(parts: readonly Uint8Array[], most: number): boolean {
  const bits = createBits(parts)
  // The header of zlib (RFC 1950).
  bits.take(16)
  let length = 0
  for (let isLast = false; !isLast && !bits.isOver() && length <= most;) {
    isLast = bits.take(1) === 1
    const type = bits.take(2)
    if (type === 0) length += bits.skipStored()
    else if (type === 1) length += blockLength(FIXED, FIXED_DISTANCES, most - length)
    else if (type === 2) {
      const codes = dynamicCodes()
      if (codes === undefined) break
      length += blockLength(codes.literals, codes.distances, most - length)
    } else break
  }
  return length > most

  function blockLength(literals: Code, distances: Code, room: number): number {
    let made = 0
    while (made <= room && !bits.isOver()) {
      const symbol = bits.symbolOf(literals)
      if (symbol === 256 || symbol === -1 || symbol > 285) return made
      if (symbol < 256) made++
      else {
        const at = symbol - 257
        made += (FIRST[at] ?? 0) + bits.take(EXTRA[at] ?? 0)
        bits.take(DISTANCE_EXTRA[bits.symbolOf(distances)] ?? 0)
      }
    }
    return made
  }

  function dynamicCodes(): { readonly literals: Code; readonly distances: Code } | undefined {
    const [literals, distances, lengths] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4]
    const codeLengths = new Uint8Array(19)
    for (let i = 0; i < lengths; i++) codeLengths[ORDER[i] ?? 0] = bits.take(3)
    const code = codeOf(codeLengths)
    const all = new Uint8Array(literals + distances)
    for (let i = 0; i < all.length;) {
      if (bits.isOver()) return undefined
      const symbol = bits.symbolOf(code)
      if (symbol === -1) return undefined
      if (symbol < 16) {
        all[i++] = symbol
        continue
      }
      const value = symbol === 16 ? (all[i - 1] ?? 0) : 0
      const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7)
      all.fill(value, i, i + times)
      i += times
    }
    return { literals: codeOf(all.subarray(0, literals)), distances: codeOf(all.subarray(literals)) }
  }
}

function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(MOST_BITS + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const next = new Uint16Array(MOST_BITS + 2)
  for (let i = 1; i <= MOST_BITS; i++) next[i + 1] = (next[i] ?? 0) + (counts[i] ?? 0)
  const symbols = new Uint16Array(lengths.length)
  lengths.forEach((length, symbol) => {
    if (length === 0) return
    const at = next[length] ?? 0
    symbols[at] = symbol
    next[length] = at + 1
  })
  return { counts, symbols }
}

const FIXED = codeOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
)
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5))

/** Bits from the lowest of the first byte on; behind the end, there are none. */
function createBits(parts: readonly Uint8Array[]) {
  let part = 0
  let at = 0
  let held = 0
  let count = 0
  let over = false

  function byte(): number {
    let bytes = parts[part]
    while (bytes !== undefined && at >= bytes.length) {
      bytes = parts[++part]
      at = 0
    }
    if (bytes === undefined) over = true
    return bytes?.[at++] ?? 0
  }

  function take(wanted: number): number {
    while (count < wanted) {
      held |= byte() << count
      count += 8
    }
    const taken = held & ((1 << wanted) - 1)
    held >>>= wanted
    count -= wanted
    return taken
  }

  return {
    take,
    isOver: () => over,
    /** Bit by bit from the shortest code on (3.2.2); -1 when there is no such code. */
    symbolOf({ counts, symbols }: Code): number {
      let [code, first, index] = [0, 0, 0]
      for (let length = 1; length <= MOST_BITS; length++) {
        code |= take(1)
        const many = counts[length] ?? 0
        if (code - many < first) return symbols[index + (code - first)] ?? -1
        index += many
        first = (first + many) << 1
        code <<= 1
      }
      return -1
    },
    /** A stored block begins at a whole byte; returns its length. */
    skipStored(): number {
      held = count = 0
      const length = byte() | (byte() << 8)
      byte()
      byte()
      let rest = length
      for (let bytes = parts[part]; bytes !== undefined && rest > 0; bytes = parts[part]) {
        const here = Math.min(rest, bytes.length - at)
        at += here
        rest -= here
        if (rest > 0) {
          part++
          at = 0
        }
      }
      if (rest > 0) over = true
      return length - rest
    },
  }
}
