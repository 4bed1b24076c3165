import { ALPHANUMERIC_VALUE } from './charset.ts'
import { QrError } from './error.ts'
import { utf8Length } from './utf8.ts'

/** The encodation modes of ISO/IEC 18004:2015, 7.3, that are written; Kanji is not. */
export type Mode = 'numeric' | 'alphanumeric' | 'byte' | 'eci'

/**
 * One run of characters in one mode.
 *
 * - `numeric` takes digits; `alphanumeric` takes `0-9 A-Z`, space and `$%*+-./:`.
 * - `byte` takes text, which is written as UTF-8, or bytes as they are.
 * - `eci` says how the bytes after it are to be read (7.4.2); assignment 26 is UTF-8.
 */
export type Segment =
  | { readonly mode: 'numeric' | 'alphanumeric' | 'byte'; readonly text: string }
  | { readonly mode: 'byte'; readonly bytes: Uint8Array }
  | { readonly mode: 'eci'; readonly assignment: number }

/** ECI assignment number of UTF-8. */
const ECI_UTF8 = 26

/** Segment that announces UTF-8; without it bytes are ISO/IEC 8859-1 (7.3.5). */
export const UTF8: Segment = { mode: 'eci', assignment: ECI_UTF8 }

/** The last version of each of the three ranges in which count indicators have one length (table 3). */
export const LAST_OF_RANGE = [9, 26, 40] as const

export type VersionRange = 0 | 1 | 2

export function rangeOf(version: number): VersionRange {
  if (version <= LAST_OF_RANGE[0]) return 0
  return version <= LAST_OF_RANGE[1] ? 1 : 2
}

/** Bits of the character count indicator for versions 1–9, 10–26 and 27–40 (table 3). */
export const COUNT_BITS = {
  numeric: [10, 12, 14],
  alphanumeric: [9, 11, 13],
  byte: [8, 16, 16],
} as const

/** Bits a segment takes, its header included (7.4.3 to 7.4.5). */
export function segmentBits(segment: Segment, range: VersionRange): number {
  switch (segment.mode) {
    case 'numeric':
      return 4 + COUNT_BITS.numeric[range] + Math.ceil((segment.text.length * 10) / 3)
    case 'alphanumeric':
      return 4 + COUNT_BITS.alphanumeric[range] + Math.ceil((segment.text.length * 11) / 2)
    case 'byte':
      return (
        4 +
        COUNT_BITS.byte[range] +
        8 * ('bytes' in segment ? segment.bytes.length : utf8Length(segment.text))
      )
    default:
      return 4 + eciBits(segment.assignment)
  }
}

/** Length of an ECI designator: 1, 2 or 3 codewords (table 4). */
export function eciBits(assignment: number): 8 | 16 | 24 {
  if (assignment < 1 << 7) return 8
  return assignment < 1 << 14 ? 16 : 24
}

/** Refuses segments that came from outside and hold what their mode cannot carry. */
export function checkSegments(segments: readonly Segment[]): void {
  segments.forEach((segment, index) => {
    if (!holdsItsMode(segment)) throw new QrError({ code: 'invalid-segment', index })
  })
}

function holdsItsMode(segment: Segment): boolean {
  switch (segment.mode) {
    case 'numeric':
      return /^[0-9]*$/.test(segment.text)
    case 'alphanumeric':
      for (let i = 0; i < segment.text.length; i++) {
        if (!(ALPHANUMERIC_VALUE[segment.text.charCodeAt(i)]! < 45)) return false
      }
      return true
    case 'byte':
      return 'bytes' in segment ? segment.bytes instanceof Uint8Array : utf8Length(segment.text) >= 0
    case 'eci':
      return Number.isInteger(segment.assignment) && segment.assignment >= 0 && segment.assignment < 1_000_000
    default:
      return false
  }
}
