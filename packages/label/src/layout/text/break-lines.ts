/** A character with its distance to the next, in dots. */
export interface Measured {
  readonly character: string
  readonly advance: number
}

/** Blanks that a line may end at, and that are then left out: a no-break space is none of them. */
const BLANK = /[ \u2009]/
/** Characters that a line may end behind. */
const JOINT = /[-/]/

/**
 * Breaks a text into the fewest lines of so many dots: at blanks, behind `-` and `/`, and where a line has none of
 * these anywhere. Nothing but the blanks at which it is broken is left out.
 *
 * @returns `undefined` when it takes more than `most` lines, or a character is wider than that
 */
export function breakLines(
  text: readonly Measured[],
  room: number,
  most: number,
): readonly string[] | undefined {
  const lines: string[] = []
  let at = 0
  while (at < text.length) {
    if (lines.length === most) return undefined
    const { end, next } = lineFrom(text, at, room)
    if (next === at) return undefined
    lines.push(
      text
        .slice(at, end)
        .map(({ character }) => character)
        .join(''),
    )
    at = next
  }
  return lines
}

/** The line that begins at a character: where its ink ends, and where the next line begins. */
function lineFrom(
  text: readonly Measured[],
  from: number,
  room: number,
): { readonly end: number; readonly next: number } {
  let width = 0
  let last: { readonly end: number; readonly next: number } | undefined
  for (let at = from; at < text.length; at += 1) {
    const { character, advance } = text[at]!
    if (at > from && BLANK.test(character)) {
      const end = BLANK.test(text[at - 1]!.character) && last?.next === at ? last.end : at
      last = { end, next: at + 1 }
      width += advance
      continue
    }
    if (width + advance > room) return last ?? { end: at, next: at }
    width += advance
    if (JOINT.test(character)) last = { end: at + 1, next: at + 1 }
  }
  // Blanks at the very end are out of sight.
  return { end: last?.next === text.length ? last.end : text.length, next: text.length }
}
