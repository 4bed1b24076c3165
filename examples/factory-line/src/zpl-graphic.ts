import { inflateSync } from 'node:zlib'

/** `G` to `Y` repeat the next hexadecimal digit 1 to 19 times, `g` to `z` 20 to 400; several of them add up. */
const COUNTS: ReadonlyMap<string, number> = new Map([
  ...Array.from('GHIJKLMNOPQRSTUVWXY', (letter, at) => [letter, at + 1] as const),
  ...Array.from('ghijklmnopqrstuvwxyz', (letter, at) => [letter, (at + 1) * 20] as const),
])
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...Array.from('0123456789ABCDEF', (letter, at) => [letter, at] as const),
  ...Array.from('abcdef', (letter, at) => [letter, at + 10] as const),
])

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
    const count = COUNTS.get(letter)
    const digit = DIGITS.get(letter)
    if (count !== undefined) repeat += count
    else if (digit !== undefined) {
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
