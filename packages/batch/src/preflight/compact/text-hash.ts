/** Two 32-bit halves of a hash. */
export interface Hash64 {
  readonly high: number
  readonly low: number
}

/** Random seeds, so that the hashes of each run differ. */
export type HashSeeds = readonly [number, number]

/**
 * A keyed 64-bit hash of a text, to find candidates for equality without storing the texts. It never leaves the
 * process, and equality is always decided on the texts themselves; the seeds keep a crafted file from making every
 * token a candidate.
 */
export function createTextHash(seeds: HashSeeds): (text: string) => Hash64 {
  return (text) => {
    let high = seeds[0] | 0
    let low = seeds[1] | 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      high = Math.imul(high ^ unit, 0x85ebca6b)
      high ^= high >>> 15
      low = Math.imul(low + unit, 0xc2b2ae35)
      low = ((low << 13) | (low >>> 19)) ^ high
    }
    return { high: finish(high ^ text.length), low: finish(low ^ high) }
  }
}

function finish(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
