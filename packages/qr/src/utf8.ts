import { QrError } from './error.ts'

/** Bytes that a text takes in UTF-8. Throws `lone-surrogate` where there is no character to write. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // A surrogate pair is two units, counted already, and takes 4 bytes.
    length += unit < 0x800 ? 1 : 2
    if (unit >= 0xd800 && unit <= 0xdfff) checkPair(text, i++)
  }
  return length
}

function checkPair(text: string, position: number): void {
  const low = text.charCodeAt(position + 1)
  if (text.charCodeAt(position) < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) return
  throw new QrError({ code: 'lone-surrogate', position })
}

/** A text in UTF-8: `TextEncoder` belongs to a platform, which this package does not know. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80) {
      bytes[at++] = point
      continue
    }
    if (point < 0x800) {
      bytes[at++] = 0xc0 | (point >> 6)
    } else {
      if (point < 0x10000) {
        bytes[at++] = 0xe0 | (point >> 12)
      } else {
        i++
        bytes[at++] = 0xf0 | (point >> 18)
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f)
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f)
    }
    bytes[at++] = 0x80 | (point & 0x3f)
  }
  return bytes
}
