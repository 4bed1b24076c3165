/** Joins ASCII texts and raw bytes. */
export function joinBytes(parts: readonly (string | ArrayLike<number>)[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') writeAscii(bytes, at, part)
    else bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Writes ASCII text and returns the position after it. */
export function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** A number as two bytes, the lower first. */
export function littleEndian16(value: number): readonly [low: number, high: number] {
  return [value & 0xff, value >>> 8]
}
