/** Longest run or literal that one count byte can describe. */
const MOST = 128

/**
 * TIFF PackBits: a count of n >= 0 is followed by n + 1 bytes as they are, one of -n by a byte that is repeated n + 1
 * times. A row that would get longer is sent as one literal.
 *
 * @param row at most 128 bytes
 */
export function packBits(row: Uint8Array): Uint8Array {
  const packed: number[] = []
  let literal = 0
  for (let at = 0; at < row.length;) {
    const run = runLength(row, at)
    // A run of two is worth its own count only where it does not interrupt a literal.
    if (run > 2 || (run === 2 && literal === at)) {
      flush(packed, row, literal, at)
      packed.push(257 - run, row[at]!)
      literal = at + run
    }
    at += run
  }
  flush(packed, row, literal, row.length)
  return packed.length > row.length ? Uint8Array.of(row.length - 1, ...row) : Uint8Array.from(packed)
}

function runLength(row: Uint8Array, start: number): number {
  let end = start + 1
  while (end < row.length && end - start < MOST && row[end] === row[start]) end += 1
  return end - start
}

function flush(packed: number[], row: Uint8Array, from: number, to: number): void {
  if (to > from) packed.push(to - from - 1, ...row.subarray(from, to))
}
