/** Number of bits set in a 32-bit word. */
export function popcount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The carry of a full adder of three bits, in each of 32 places; its sum is their exclusive or. */
export function carry(a: number, b: number, c: number): number {
  return (a & b) | ((a ^ b) & c)
}

/** The sum of 32 counters, given by their bits of each weight. */
export function weigh(ones: number, twos: number, fours: number, eights: number): number {
  return popcount(ones) + 2 * popcount(twos) + 4 * popcount(fours) + 8 * popcount(eights)
}
