/** Longer than any name; the distance of two long texts takes long to measure. */
const LONGEST = 64

/** Of so many letters, a beginning says which name is meant: `serial`, `devE`. */
const TELLING = 4

/**
 * The known name most likely meant by a mistyped one; `undefined` if none is similar. Case and signs do not count.
 *
 * @example
 * ```ts
 * import { nearestName } from '@claimtag/core'
 *
 * console.log(nearestName('witdh', ['width', 'height'])) // width
 * console.log(nearestName('serial', ['devEui', 'serialNumber'])) // serialNumber
 * ```
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const written = plain(typed.slice(0, LONGEST + 1))
  if (written === '' || written.length > LONGEST) return undefined
  let best: string | undefined
  // At least one letter has to be right.
  let least = Math.min(written.length, Math.max(2, Math.floor(written.length / 2)))
  for (const name of known) {
    const distance = mistakes(written, plain(name))
    if (distance >= least) continue
    least = distance
    best = name
  }
  return best
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** A name that was cut short is one mistake, however much of it is missing. */
function mistakes(written: string, name: string): number {
  const distance = editDistance(written, name)
  return written.length >= TELLING && name.startsWith(written) ? Math.min(distance, 1) : distance
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
