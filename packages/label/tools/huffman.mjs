/** Lengths of an optimal code of at most `limit` bits by package-merge (Larmore and Hirschberg 1990); 0 for what never occurs. */
export function codeLengths(weights, limit) {
  const leaves = weights
    .flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : []))
    .sort((a, b) => a.weight - b.weight)
  let packages = []
  for (let level = 0; level < limit; level += 1) {
    const merged = [...leaves, ...packages].sort((a, b) => a.weight - b.weight)
    packages = []
    for (let at = 0; at + 1 < merged.length; at += 2) {
      const [one, other] = [merged[at], merged[at + 1]]
      packages.push({ weight: one.weight + other.weight, symbols: [...one.symbols, ...other.symbols] })
    }
  }
  const lengths = weights.map(() => 0)
  for (const { symbols } of packages.slice(0, leaves.length - 1)) for (const symbol of symbols) lengths[symbol] += 1
  return lengths
}

export function base36(lengths) {
  return lengths.map((length) => length.toString(36)).join('')
}

/** The code in which other code lengths are written, for headers like the one given. */
export function codeLengthCode(runs) {
  const weights = Array.from({ length: 19 }, () => 0)
  // Another picture may need what this header does not: no symbol goes without a code.
  for (const symbol of [0, 1, 16, 17, 18]) weights[symbol] = 0.5
  for (const { symbol } of runs) weights[symbol] += 1
  return base36(codeLengths(weights, 7))
}
