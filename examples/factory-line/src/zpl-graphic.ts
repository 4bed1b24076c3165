import { inflateSync } from 'node:zlib'

/** `G` to `Y` repeat the next hexadecimal digit 1 to 19 times, `g` to `z` 20 to 400; several of them add up. */
const ONES = 'GHIJKLMNOPQRSTUVWXY'
const TWENTIES = 'ghijklmnopqrstuvwxyz'
const HEX = '0123456789ABCDEF'

/**
 * The data of `^GFA` and `~DG` (ZPL II Programming Guide, "Alternative Data Compression Scheme" and
 * "B64 and Z64 Encoding") as bytes; `undefined` when the check sum or the compression is broken, which
 * the guide treats as an aborted download.
 */
export function decodeGraphic(text: string, length: number, stride: number): Uint8Array | undefined {
  const wrapped = /^\s*:(B64|Z64):([A-Za-z0-9+/=\s]*):([0-9A-Fa-f]{4})/.exec(text)
  if (wrapped === null) return decodeRuns(text, length, stride)
  const [, kind, body = '', crc = ''] = wrapped
  if (crc16(body) !== Number.parseInt(crc, 16)) return undefined
  const bytes = Buffer.from(body, 'base64')
  try {
    return fit(kind === 'Z64' ? inflateSync(bytes) : bytes, length)
  } catch {
    return undefined
  }
}

function decodeRuns(text: string, length: number, stride: number): Uint8Array {
  const digitsARow = stride * 2
  const digits = new Uint8Array(length * 2)
  let at = 0
  let repeat = 0
  const fill = (count: number, value: number) => {
    const end = Math.min(at + count, digits.length)
    digits.fill(value, at, end)
    at = end
  }
  for (const letter of text) {
    const one = ONES.indexOf(letter)
    const twenty = TWENTIES.indexOf(letter)
    const digit = HEX.indexOf(letter.toUpperCase())
    // Lower-case a to f are digits too; g to z are counts, so the order of these tests matters.
    if (one >= 0) repeat += one + 1
    else if (twenty >= 0) repeat += (twenty + 1) * 20
    else if (digit >= 0) {
      fill(repeat || 1, digit)
      repeat = 0
    } else if (letter === ',' || letter === '!') {
      fill(digitsARow - (at % digitsARow), letter === '!' ? 0xf : 0)
    } else if (letter === ':' && at >= digitsARow) {
      const end = Math.min(at + digitsARow, digits.length)
      digits.copyWithin(at, at - digitsARow, at - digitsARow + (end - at))
      at = end
    }
  }
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 1) bytes[i] = (digits[i * 2]! << 4) | digits[i * 2 + 1]!
  return bytes
}

function fit(bytes: Uint8Array, length: number): Uint8Array {
  const fitted = new Uint8Array(length)
  fitted.set(bytes.subarray(0, length))
  return fitted
}

/** CRC-16 with polynomial 0x1021 and initial value 0 over the encoded text (guide, "B64 and Z64 Encoding"). */
function crc16(text: string): number {
  let crc = 0
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i) << 8
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc
}
