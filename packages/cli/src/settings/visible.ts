/**
 * What a terminal takes for a command, or what makes a text look like another: C0, DEL and C1, line separators, and
 * the characters that turn the direction of writing (UAX #9).
 */
const ACTIVE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu
const ACTIVE_IN_LINES = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/** A text with everything that a terminal would act on spelled out, as `\u001B`. */
export function visible(text: string): string {
  return text.replace(ACTIVE, spelled)
}

/** The same for a text of several lines, whose ends stay. */
export function visibleLines(text: string): string {
  return text.replace(ACTIVE_IN_LINES, spelled)
}

/** A value as JSON on one line. JSON spells C0 out itself; the rest appears only inside strings, where `\u` means the same. */
export function visibleJson(value: unknown): string {
  return visible(JSON.stringify(value))
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
