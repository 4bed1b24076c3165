import type { Bitmap } from './bitmap.ts'

// The ASCII forms of a graphic field's data: hexadecimal digits, and the "alternative data compression scheme"
// of the ZPL II Programming Guide: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times, and they
// add up; `,` fills the row with zeros, `!` with ones; `:` repeats the row above.
const DIGITS = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0))
const [COMMA, EXCLAMATION, COLON] = [0x2c, 0x21, 0x3a]
const [BEFORE_G, BEFORE_LOWER_G] = [0x46, 0x66]
const LONGEST_RUN = 419

/** Writes bytes as hexadecimal digits and returns the position after them. */
export function writeHex(out: Uint8Array, at: number, bytes: Uint8Array): number {
  for (const byte of bytes) {
    out[at++] = DIGITS[byte >>> 4]!
    out[at++] = DIGITS[byte & 15]!
  }
  return at
}

/**
 * Writes rows of a bitmap with 32-bit aligned rows, compressed, and returns the position after them.
 * Never takes more than two characters a byte.
 */
export function writeCompressed(
  out: Uint8Array,
  at: number,
  bitmap: Bitmap,
  top: number,
  rows: number,
  bytes: number,
  lastMask: number,
): number {
  const { data, stride } = bitmap
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length >>> 2)
  const wordsPerRow = stride >>> 2
  for (let y = top; y < top + rows; y += 1) {
    // A field must not start with a colon: there it announces :B64: or :Z64: data.
    if (y > top && isRepeated(words, y * wordsPerRow, wordsPerRow)) out[at++] = COLON
    else at = writeRow(out, at, data, y * stride, bytes, lastMask)
  }
  return at
}

function isRepeated(words: Uint32Array, start: number, count: number): boolean {
  for (let i = start; i < start + count; i += 1) if (words[i] !== words[i - count]) return false
  return true
}

function writeRow(
  out: Uint8Array,
  at: number,
  data: Uint8Array,
  start: number,
  bytes: number,
  lastMask: number,
): number {
  const last = start + bytes - 1
  const lastByte = data[last]! & lastMask
  const fill = lastByte === 0x00 ? COMMA : lastByte === 0xff ? EXCLAMATION : 0
  let end = last + 1
  // Whole bytes only, as older firmware wants an even number of digits before the fill character.
  if (fill !== 0) {
    end = last
    while (end > start && data[end - 1] === lastByte) end -= 1
  }

  let digit = -1
  let count = 0
  for (let i = start; i < end; i += 1) {
    const byte = i === last ? lastByte : data[i]!
    const high = byte >>> 4
    const low = byte & 15
    if (high !== digit) {
      at = writeRun(out, at, digit, count)
      digit = high
      count = 0
    }
    if (low === high) {
      count += 2
    } else {
      at = writeRun(out, at, digit, count + 1)
      digit = low
      count = 1
    }
  }
  at = writeRun(out, at, digit, count)
  if (fill !== 0) out[at++] = fill
  return at
}

function writeRun(out: Uint8Array, at: number, digit: number, count: number): number {
  const character = DIGITS[digit]!
  while (count > LONGEST_RUN) {
    at = writeRun(out, at, digit, LONGEST_RUN)
    count -= LONGEST_RUN
  }
  if (count > 2) {
    const twenties = (count / 20) | 0
    const rest = count - twenties * 20
    if (twenties > 0) out[at++] = BEFORE_LOWER_G + twenties
    if (rest > 0) out[at++] = BEFORE_G + rest
    out[at++] = character
    return at
  }
  if (count > 0) out[at++] = character
  if (count > 1) out[at++] = character
  return at
}
