import { QrError } from '../error.ts'
import { runsOf } from '../runs.ts'
import { utf8 } from './utf8.ts'

/** The modes that this package writes (ISO/IEC 18004:2015, 7.3); Kanji is not among them. */
export type Mode = 'numeric' | 'alphanumeric' | 'byte' | 'eci'

/** The modes that carry text, from the most compact one to the one that takes any text. */
export const MODES = ['numeric', 'alphanumeric', 'byte'] as const

/**
 * A part of the input in one mode.
 *
 * - `numeric` takes digits; `alphanumeric` takes `0-9 A-Z`, space and `$%*+-./:`; `byte` takes any text, and writes
 *   it as UTF-8.
 * - `eci` says how the bytes after it are to be read (7.4.2): 26 is UTF-8. Numbers up to 127, which take one
 *   codeword, are supported.
 */
export type Segment =
  | { readonly mode: 'numeric' | 'alphanumeric' | 'byte'; readonly text: string }
  | { readonly mode: 'eci'; readonly assignment: number }

/** Versions 1 to 9, 10 to 26, 27 to 40: in each, count indicators have one length (table 3). */
export type VersionRange = 0 | 1 | 2

export function rangeOf(version: number): VersionRange {
  if (version < 10) return 0
  return version < 27 ? 1 : 2
}

/** Bits of the character count indicator (table 3). */
export const COUNT_BITS = {
  numeric: [10, 12, 14],
  alphanumeric: [9, 11, 13],
  byte: [8, 16, 16],
} as const

/**
 * Bits of a byte of UTF-8 in each of `MODES`, in sixths, so that 10/3 bits a digit and 11/2 bits a character are
 * whole numbers (7.4.3, 7.4.4).
 * The remainder after full groups of three digits or two characters takes the next whole number of bits.
 */
export const SIXTHS = [20, 33, 48] as const

/** Bits a segment takes, its header included. */
export function segmentBits(segment: Segment, range: VersionRange): number {
  const { mode } = segment
  if (mode === 'eci') return 12
  return (
    4 + COUNT_BITS[mode][range] + Math.ceil((SIXTHS[MODES.indexOf(mode)]! * utf8(segment.text).length) / 6)
  )
}

/** Refuses segments with characters that their mode cannot carry. */
export function checkSegments(segments: readonly Segment[]): void {
  segments.forEach((segment, index) => {
    if (!holdsItsMode(segment)) throw new QrError({ code: 'invalid-segment', index })
  })
}

function holdsItsMode(segment: Segment): boolean {
  const { mode } = segment
  if (mode === 'eci') return segment.assignment === (segment.assignment & 127)
  checkSurrogates(segment.text)
  return runsOf(segment.text).every((run) => run.mode <= MODES.indexOf(mode))
}

/** Refuses half a surrogate pair, which is not a character and has no bytes in UTF-8. */
export function checkSurrogates(text: string): void {
  const position = text.search(/\p{Surrogate}/u)
  if (position >= 0) throw new QrError({ code: 'lone-surrogate', position })
}
