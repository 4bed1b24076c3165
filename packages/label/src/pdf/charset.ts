/** Byte values of the characters outside Latin-1, as in Windows-1252; the thin space gets a free one. */
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

/** The byte for a character in the fonts of the PDF. */
export function byteOf(character: string): number {
  return OUTSIDE.get(character) ?? character.charCodeAt(0)
}

/** A PDF string of one byte, escaped where it has to be (ISO 32000-1, 7.3.4.2). */
export function literalOf(byte: number): string {
  if (byte === 0x28 || byte === 0x29 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`
  return byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8)}`
}

const CHARACTERS = new Map([...OUTSIDE].map(([character, byte]) => [byte, character]))

/** The character for a byte in the fonts of the PDF. */
export function characterOf(byte: number): string {
  return CHARACTERS.get(byte) ?? String.fromCharCode(byte)
}
