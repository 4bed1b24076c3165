import type { Bitmap } from './bitmap.ts'

// The ASCII forms of a graphic field's data: hexadecimal digits, and the "alternative data compression scheme"
// of the ZPL II Programming Guide: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times, and they
// add up; `,` fills the row with zeros; `:` repeats the row above. `!` "fills the line with ones (1)", which
// printers take for F and some readers for the digit 1: not worth the byte that it would save, so never sent.
const DIGITS = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0))
/** Both digits of a byte, the first in the lower half. */
const PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => DIGITS[byte >>> 4]! | (DIGITS[byte & 15]! << 8))
const [COMMA, COLON] = [0x2c, 0x3a]
const [BEFORE_G, BEFORE_LOWER_G] = [0x46, 0x66]
const LONGEST_RUN = 419

/** Writes bytes as hexadecimal digits and returns the position after them. */
export function writeHex(out: Uint8Array, at: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i += 1) {
    out[at++] = DIGITS[bytes[i]! >>> 4]!
    out[at++] = DIGITS[bytes[i]! & 15]!
  }
  return at
}

/**
 * Writes rows of a bitmap with 32-bit aligned rows, compressed, and returns the position after them.
 * Never takes more than two characters a byte; may touch one byte beyond.
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
  let end = last + 1
  // Whole bytes only, as older firmware wants an even number of digits before the comma.
  if (lastByte === 0) {
    end = last
    while (end > start && data[end - 1] === 0) end -= 1
  }

  // Runs are sought byte by byte: by digits it took half as long again, for a tenth less to send.
  for (let i = start; i < end;) {
    const byte = i === last ? lastByte : data[i]!
    let next = i + 1
    if (data[next] === byte && byte >>> 4 === (byte & 15)) {
      while (next < last && data[next] === byte) next += 1
      if (next === last && lastByte === byte) next += 1
      at = writeRun(out, at, byte & 15, 2 * (next - i))
    } else {
      const digits = PAIRS[byte]!
      out[at] = digits
      out[at + 1] = digits >>> 8
      at += 2
    }
    i = next
  }
  if (lastByte === 0) out[at++] = COMMA
  return at
}

function writeRun(out: Uint8Array, at: number, digit: number, count: number): number {
  for (let rest = count; rest > 0; rest -= LONGEST_RUN) {
    const run = Math.min(rest, LONGEST_RUN)
    const twenties = (run / 20) | 0
    const ones = run - twenties * 20
    if (twenties > 0) out[at++] = BEFORE_LOWER_G + twenties
    if (ones > 0 && run > 1) out[at++] = BEFORE_G + ones
    out[at++] = DIGITS[digit]!
  }
  return at
}
