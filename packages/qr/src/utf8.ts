/** Bytes in UTF-8 for one UTF-16 unit; each half of a surrogate pair stands for two of the four. */
export function utf8Size(unit: number): number {
  if (unit < 0x80) return 1
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
}

export function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) length += utf8Size(text.charCodeAt(i))
  return length
}

/** A text in UTF-8: `TextEncoder` belongs to a platform, which this package does not know. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  for (let i = 0, at = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    let more = 0
    if (point > 0x7f) more = point < 0x800 ? 1 : 2
    if (point > 0xffff) {
      more = 3
      i++
    }
    // The first byte begins with as many ones as there are bytes.
    bytes[at++] = (more > 0 ? 256 - (128 >> more) : 0) | (point >> (6 * more))
    while (more-- > 0) bytes[at++] = 0x80 | ((point >> (6 * more)) & 0x3f)
  }
  return bytes
}
