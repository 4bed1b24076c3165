/**
 * Characters that a terminal executes, or that make a text look like another: C0, DEL and C1, line separators, and
 * the characters that change the direction of writing (UAX #9).
 */
const ACTIVE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu
const ACTIVE_IN_LINES = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/** A text with all such characters escaped, as `\u001B`. */
export function visible(text: string): string {
  return text.replace(ACTIVE, spelled)
}

/** The same for a text of several lines, whose line ends stay. */
export function visibleLines(text: string): string {
  return text.replace(ACTIVE_IN_LINES, spelled)
}

/**
 * A value as JSON on one line. JSON escapes C0 itself; the other characters occur only in strings, where `\u` means
 * the same.
 */
export function visibleJson(value: unknown): string {
  return visible(JSON.stringify(value))
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
