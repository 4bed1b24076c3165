import { isTooLarge, type Dots } from '../dots.ts'

const SIZE = /\^PW(\d+)\^LL(\d+)/
/** Position, bytes of the graphic, and bytes of a row; its data follows. */
const FIELD = /\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),$/
const FIELD_DATA = '^GFA,'
/** A field's command is shorter than this. */
const COMMAND_BYTES = 64
const CARET = 0x5e

/** The dots of a raster ZPL label, unpacked as a printer does it (`^GF`, ASCII with run lengths). */
export function readZpl(label: Uint8Array): Dots | undefined {
  const zpl = Buffer.from(label.buffer, label.byteOffset, label.byteLength)
  const size = SIZE.exec(zpl.toString('latin1', 0, COMMAND_BYTES))
  if (size === null) return undefined
  const [width, height] = [Number(size[1]), Number(size[2])]
  if (isTooLarge(width, height)) return undefined
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  for (let at = zpl.indexOf(FIELD_DATA); at !== -1; at = zpl.indexOf(FIELD_DATA, at + 1)) {
    const begin = afterCommas(zpl, at, 4)
    const command = FIELD.exec(zpl.toString('latin1', Math.max(0, at - COMMAND_BYTES), begin))
    if (command === null || Number(command[5]) !== stride) return undefined
    const end = zpl.indexOf(CARET, begin)
    unpack(
      zpl.subarray(begin, end === -1 ? zpl.length : end),
      stride,
      data.subarray(Number(command[2]) * stride),
    )
  }
  return { width, height, stride, data, dark: 1 }
}

function afterCommas(bytes: Buffer, from: number, count: number): number {
  let at = from
  for (let comma = 0; comma < count; comma++) at = bytes.indexOf(',', at) + 1
  return at
}

const [COMMA, COLON, EXCLAMATION] = [0x2c, 0x3a, 0x21]
const NO_DIGIT = 16
/** The value of each digit. */
const WORTH = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789ABCDEF'.indexOf(String.fromCharCode(code).toUpperCase())
  return digit === -1 ? NO_DIGIT : digit
})

// ZPL II Programming Guide, "Alternative Data Compression Scheme": G to Y are 1 to 19, g to z are 20 to 400 in
// twenties, added up; `,` fills the row with 0, `!` with F; `:` repeats the row above.
function unpack(packed: Uint8Array, stride: number, into: Uint8Array): void {
  const digits = stride * 2
  let at = 0
  let count = 0
  for (let i = 0; i < packed.length; i++) {
    const code = packed[i] as number
    const value = WORTH[code] as number
    if (value < NO_DIGIT) {
      const next = WORTH[packed[i + 1] ?? 0] as number
      // Nearly every character in a symbol's row is half of a byte.
      if (count === 0 && (at & 1) === 0 && next < NO_DIGIT) {
        into[at >>> 1] = (value << 4) | next
        at += 2
        i++
      } else {
        at = put(into, at, value, count === 0 ? 1 : count)
        count = 0
      }
    } else if (code === COMMA) at += digits - (at % digits)
    else if (code === EXCLAMATION) at = put(into, at, 15, digits - (at % digits))
    else if (code === COLON) {
      const row = (at / digits) * stride
      into.copyWithin(row, row - stride, row)
      at += digits
    } else if (code >= 0x47 && code <= 0x59) count += code - 0x46
    else if (code >= 0x67 && code <= 0x7a) count += (code - 0x66) * 20
  }
}

/** Bytes that are written faster one by one. */
const SHORT = 16

/** Writes a digit several times into bytes that are 0 from there on; returns the position after it, in digits. */
function put(into: Uint8Array, at: number, value: number, times: number): number {
  const end = Math.min(at + times, into.length * 2)
  if ((at & 1) === 1 && at < end) into[at >>> 1] = (into[at >>> 1] ?? 0) | value
  const [first, last] = [(at + 1) >>> 1, end >>> 1]
  // Most runs are a module wide, and calling for them takes longer than writing them.
  if (last - first > SHORT) into.fill(value * 0x11, first, last)
  else for (let byte = first; byte < last; byte++) into[byte] = value * 0x11
  if ((end & 1) === 1 && at < end) into[end >>> 1] = value << 4
  return at + times
}
