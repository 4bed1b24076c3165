/** Penalty score of a finished symbol (ISO/IEC 18004:2015, 7.8.3.1). */
export function penaltyScore(isDark: (x: number, y: number) => boolean, size: number): number {
  let score = 0
  let darkModules = 0
  for (let i = 0; i < size; i++) {
    score += lineScore((j) => isDark(j, i), size) + lineScore((j) => isDark(i, j), size)
    for (let j = 0; j < size; j++) {
      const colour = isDark(j, i)
      if (colour) darkModules++
      if (i === 0 || j === 0) continue
      if (colour === isDark(j - 1, i) && colour === isDark(j, i - 1) && colour === isDark(j - 1, i - 1))
        score += 3
    }
  }
  const total = size * size
  return score + 10 * (Math.ceil(Math.abs(darkModules * 20 - total * 10) / total) - 1)
}

function lineScore(isDark: (at: number) => boolean, size: number): number {
  // Run lengths, light first; beyond both ends everything is light.
  const runs = [size]
  for (let at = 0, colour = false; at < size; at++) {
    if (isDark(at) === colour) runs[runs.length - 1]! += 1
    else {
      runs.push(1)
      colour = !colour
    }
  }
  let score = 0
  runs.forEach((run, i) => {
    const inside = i === 0 ? run - size : run
    if (inside >= 5) score += inside - 2
  })
  if (runs.length % 2 === 0) runs.push(0)
  runs[runs.length - 1]! += size
  for (let i = 0; i + 6 < runs.length; i += 2) {
    const n = runs[i + 1]!
    if (runs[i + 2] !== n || runs[i + 3] !== 3 * n || runs[i + 4] !== n || runs[i + 5] !== n) continue
    if (runs[i]! >= 4 * n && runs[i + 6]! >= n) score += 40
    if (runs[i + 6]! >= 4 * n && runs[i]! >= n) score += 40
  }
  return score
}
