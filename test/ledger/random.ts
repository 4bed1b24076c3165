/** Numbers from a seed, the same on every machine. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  between(low: number, high: number): number
  /** A whole number below `count`. */
  below(count: number): number
  /** Of a normal distribution with deviation 1. */
  normal(): number
}

export function createRandom(seed: number): Random {
  const bits = mulberry32(seed)
  const next = (): number => bits() / 2 ** 32
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(next() * count),
    normal: () => NORMAL[bits() >>> 16] as number,
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Made once (Box and Muller): a picture takes 300,000 of them. */
const NORMAL = normals(mulberry32(1), 1 << 16)

function normals(bits: () => number, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    const [radius, angle] = [(bits() + 1) / 2 ** 32, bits() / 2 ** 32]
    return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle)
  })
}
