interface Package {
  readonly weight: number
  readonly symbols: readonly number[]
}

/**
 * Lengths of an optimal prefix code of at most `limit` bits by package-merge (Larmore and Hirschberg 1990), one for
 * each weight; 0 for a symbol that never occurs.
 */
export function codeLengths(weights: readonly number[], limit: number): number[] {
  const leaves: Package[] = weights
    .flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : []))
    .sort((a, b) => a.weight - b.weight)
  let packages: Package[] = []
  for (let level = 0; level < limit; level += 1) {
    const merged = [...leaves, ...packages].sort((a, b) => a.weight - b.weight)
    packages = []
    for (let at = 0; at + 1 < merged.length; at += 2) {
      const [one, other] = [merged[at]!, merged[at + 1]!]
      packages.push({ weight: one.weight + other.weight, symbols: [...one.symbols, ...other.symbols] })
    }
  }
  const lengths = weights.map(() => 0)
  for (const { symbols } of packages.slice(0, leaves.length - 1))
    for (const symbol of symbols) lengths[symbol]! += 1
  return lengths
}

/** One digit for each length: the notation of trained codes. */
export function base36(lengths: readonly number[]): string {
  return lengths.map((length) => length.toString(36)).join('')
}
