import { VALUE } from './segments/charset.ts'
import { utf8 } from './segments/utf8.ts'

/** A part of a text that has one mode in every cut of the fewest bits. */
export interface Run {
  readonly end: number
  /** Its length in UTF-8. */
  readonly bytes: number
  /** The most compact mode that carries it: 0 numeric, 1 alphanumeric, 2 byte. */
  readonly mode: 0 | 1 | 2
}

/**
 * Cuts a text into runs. Characters too few to be worth a segment of their own join the run around them, which keeps
 * the number of runs small. The counts below hold in versions 1 to 9; headers are longer in larger versions:
 *
 * - Of 5 digits inside a text a numeric segment takes 14 + 17 bits; joined to alphanumeric characters they take at
 *   most 28, and to bytes on both sides 40, less 12 for the header of the second byte segment.
 * - Of 9 characters between bytes an alphanumeric segment takes 13 + 50 bits, and the header of the bytes after it
 *   12; as bytes they take 72.
 */
export function runsOf(text: string): readonly Run[] {
  const { length } = text
  const runs: Run[] = []
  // The text before `start` is cut into runs; from `start` to `byteEnd`, if that is further on, it is bytes.
  let start = 0
  let byteEnd = 0
  for (let i = 0, digits = 0; i <= length; i++) {
    const unit = i < length ? text.charCodeAt(i) : 128
    const value = unit < 128 ? VALUE[unit]! : 255
    // The rare condition is tested first: in hexadecimal text a CPU cannot predict whether the next character is a
    // digit.
    const numeric = (digits > 5 || digits === i || i === length) && value > 9 ? digits : 0
    if (numeric > 0 || (value > 44 && (byteEnd <= start || i - byteEnd > 9 || i === length))) {
      start = add(runs, text, start, byteEnd, 2)
      start = add(runs, text, start, i - numeric, 1)
      start = add(runs, text, start, i, 0)
      byteEnd = i
    }
    // Counts digits without a branch: one more for a digit, else 0.
    digits = (digits + 1) & ((value - 10) >> 31)
    if (value > 44) byteEnd = i + 1
  }
  return runs
}

function add(runs: Run[], text: string, start: number, end: number, mode: Run['mode']): number {
  if (end <= start) return start
  runs.push({ end, bytes: mode < 2 ? end - start : utf8(text.slice(start, end)).length, mode })
  return end
}
