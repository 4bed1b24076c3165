/**
 * The penalty score of ISO/IEC 18004:2015, 7.8.3.1, counted in the plainest way, part by part: the slow twin of the
 * sources, which count 32 modules at a time.
 */
export function plainPenalties(dark: readonly (readonly boolean[])[]): {
  n1AndN2: number
  n3AndN4: number
} {
  const size = dark.length
  const columns = dark.map((_, x) => dark.map((row) => row[x]!))
  const lines = [...dark, ...columns].map(runsOf)
  let n2 = 0
  for (let y = 1; y < size; y++) {
    for (let x = 1; x < size; x++) {
      const block = [dark[y]![x], dark[y]![x - 1], dark[y - 1]![x], dark[y - 1]![x - 1]]
      if (block.every((module) => module === block[0])) n2 += 3
    }
  }
  const share = (100 * dark.flat().filter(Boolean).length) / (size * size)
  let n4 = 0
  for (let steps = 1; share < 50 - 5 * steps || share > 50 + 5 * steps; steps++) n4 += 10
  const n1 = lines.flat().reduce((sum, length) => sum + (length >= 5 ? length - 2 : 0), 0)
  const n3 = lines.reduce((sum, runs) => sum + finders(runs), 0)
  return { n1AndN2: n1 + n2, n3AndN4: n3 + n4 }
}

/** Lengths of the runs of a line, light ones at even places; the first may be 0. */
function runsOf(line: readonly boolean[]): readonly number[] {
  const runs = [0]
  for (const module of line) {
    if (module !== (runs.length % 2 === 0)) runs.push(0)
    runs[runs.length - 1]! += 1
  }
  return runs
}

/** Beyond both ends everything is light. */
function finders(inside: readonly number[]): number {
  const runs = inside.length % 2 === 1 ? [...inside] : [...inside, 0]
  runs[0] = Infinity
  runs[runs.length - 1] = Infinity
  let penalty = 0
  for (let i = 0; i + 6 < runs.length; i += 2) {
    const [before, a, b, c, d, e, after] = runs.slice(i, i + 7) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    if (b !== a || c !== 3 * a || d !== a || e !== a) continue
    if (before >= 4 * a && after >= a) penalty += 40
    if (after >= 4 * a && before >= a) penalty += 40
  }
  return penalty
}
