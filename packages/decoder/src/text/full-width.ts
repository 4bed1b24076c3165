/** Full-width forms of ASCII and the ideographic space, which input methods for Chinese, Japanese and Korean type. */
const WIDE = /[\u3000\uff01-\uff5e]/g

/** Where the first of them stands; -1 where there are none. */
export function firstWide(text: string): number {
  return text.search(WIDE)
}

/** The text with each of them as the character of ASCII that it is. */
export function withoutWide(text: string): string {
  // They have the order of ASCII (Unicode, block U+FF00), and U+3000 falls into its place.
  return text.replace(WIDE, (wide) => String.fromCharCode((wide.charCodeAt(0) % 256) + 32))
}
