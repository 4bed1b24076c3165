/**
 * The known name most likely meant by a mistyped one; `undefined` if none is similar.
 *
 * @example
 * ```ts
 * import { nearestName } from '@claimtag/label'
 *
 * console.log(nearestName('witdh', ['width', 'height'])) // width
 * ```
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(typed.length / 2))
  for (const name of known) {
    const distance = editDistance(plain(typed), plain(name))
    if (distance >= least) continue
    least = distance
    best = name
  }
  return best
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Levenshtein's distance, with two exchanged letters counted as one mistake, as in `witdh`. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const other = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(Math.min(other, row[j]! + 1, next[j - 1]! + 1, swapped ? before[j - 2]! + 1 : Infinity))
    }
    before = row
    row = next
  }
  return row[b.length]!
}
