import { RADIX, VALUE } from './charset.ts'
import { QrError } from './error.ts'
import { utf8Length } from './utf8.ts'

/** The encodation modes of ISO/IEC 18004:2015, 7.3, that are written; Kanji is not. */
export type Mode = 'numeric' | 'alphanumeric' | 'byte' | 'eci'

/**
 * One run of characters in one mode.
 *
 * - `numeric` takes digits; `alphanumeric` takes `0-9 A-Z`, space and `$%*+-./:`; `byte` takes any text, and
 *   writes it as UTF-8.
 * - `eci` says how the bytes after it are to be read (7.4.2): 26 is UTF-8. Numbers up to 127 are written, which
 *   are those of one codeword.
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

/** Bits of no, one, two … characters, up to a full group of them (7.4.3, 7.4.4). */
export const GROUP_BITS = { numeric: [0, 4, 7, 10], alphanumeric: [0, 6, 11] } as const

/** Bits a segment takes, its header included. */
export function segmentBits(segment: Segment, range: VersionRange): number {
  const { mode } = segment
  if (mode === 'eci') return 12
  const header = 4 + COUNT_BITS[mode][range]
  if (mode === 'byte') return header + 8 * utf8Length(segment.text)
  const bits = GROUP_BITS[mode]
  const group = bits.length - 1
  const { length } = segment.text
  return header + Math.floor(length / group) * bits[group]! + bits[length % group]!
}

/** Refuses segments that hold what their mode cannot carry. */
export function checkSegments(segments: readonly Segment[]): void {
  segments.forEach((segment, index) => {
    if (!holdsItsMode(segment)) throw new QrError({ code: 'invalid-segment', index })
  })
}

function holdsItsMode(segment: Segment): boolean {
  const { mode } = segment
  if (mode === 'eci')
    return segment.assignment >= 0 && segment.assignment < 128 && segment.assignment % 1 === 0
  checkSurrogates(segment.text)
  return (
    mode === 'byte' ||
    Array.from(segment.text).every((character) => VALUE[character.charCodeAt(0)]! < RADIX[mode])
  )
}

/** Half a surrogate pair is no character, and has no bytes in UTF-8. */
export function checkSurrogates(text: string): void {
  const position = text.search(/\p{Surrogate}/u)
  if (position >= 0) throw new QrError({ code: 'lone-surrogate', position })
}
