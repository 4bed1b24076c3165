/** Places of the characters outside Latin-1, where Windows has them; the thin space has one that is free. */
const OUTSIDE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '€': 0x80,
    '\u2009': 0x81,
    '…': 0x85,
    '‘': 0x91,
    '’': 0x92,
    '“': 0x93,
    '”': 0x94,
    '•': 0x95,
    '–': 0x96,
    '—': 0x97,
    '™': 0x99,
  }),
)

/** The byte by which our fonts in a PDF know a character. */
export function byteOf(character: string): number {
  return OUTSIDE.get(character) ?? character.charCodeAt(0)
}

/** A PDF string of one byte, escaped where it has to be (ISO 32000-1, 7.3.4.2). */
export function literalOf(byte: number): string {
  if (byte === 0x28 || byte === 0x29 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`
  return byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8)}`
}

const CHARACTERS = new Map([...OUTSIDE].map(([character, byte]) => [byte, character]))

/** The character that our fonts in a PDF show for a byte. */
export function characterOf(byte: number): string {
  return CHARACTERS.get(byte) ?? String.fromCharCode(byte)
}
