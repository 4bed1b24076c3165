/** A set of row numbers, one bit each: ten million rows take 1.25 MB. */
export interface BitSet {
  readonly count: number
  add(row: number): void
  has(row: number): boolean
}

export function createBitSet(): BitSet {
  let words = new Uint32Array(1024)
  let count = 0
  return {
    get count() {
      return count
    },
    add(row) {
      const word = row >>> 5
      if (word >= words.length) {
        const wider = new Uint32Array(Math.max(words.length * 2, word + 1))
        wider.set(words)
        words = wider
      }
      const bit = 1 << (row & 31)
      const old = words[word] ?? 0
      if ((old & bit) === 0) count++
      words[word] = old | bit
    },
    has(row) {
      return ((words[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0
    },
  }
}
