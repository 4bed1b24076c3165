import { isTooLarge, type Dots } from '../dots.ts'

const SIZE = /\^PW(\d+)\^LL(\d+)/
/** Position, bytes of the graphic, and bytes of a row; its data follows. */
const FIELD = /\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),$/
const FIELD_BEGIN = '^FO'
const FIELD_DATA = '^GFA,'
/** A field's command is shorter than this. */
const COMMAND_BYTES = 64
const CARET = 0x5e

/**
 * The dots of a raster ZPL label, unpacked as a printer does it (`^GF`, ASCII with run lengths). A label in a row is
 * its fields alone.
 */
export function readZpl(label: Uint8Array): Dots | undefined {
  const zpl = Buffer.from(label.buffer, label.byteOffset, label.byteLength)
  const size = SIZE.exec(zpl.toString('latin1', 0, COMMAND_BYTES))
  const fields = fieldsOf(zpl)
  const [first] = fields ?? []
  // A label of another program may say its size elsewhere, or not at all.
  const isInRow =
    size === null && first !== undefined && zpl.toString('latin1', 0, FIELD_BEGIN.length) === FIELD_BEGIN
  if (fields === undefined || (size === null && !isInRow)) return undefined
  const paper = size === null ? { width: 0, height: 0 } : { width: Number(size[1]), height: Number(size[2]) }
  const stride = first?.stride ?? (paper.width + 7) >>> 3
  // In a row of labels, the paper is wider than one of them.
  const width = stride === (paper.width + 7) >>> 3 ? paper.width : stride * 8
  const height = size === null ? Math.max(...fields.map(bottomOf)) : paper.height
  if (isTooLarge(width, height) || (size !== null && width > paper.width)) return undefined
  const data = new Uint8Array(stride * height)
  const left = first?.left ?? 0
  for (const field of fields) {
    if (field.stride !== stride || field.left !== left) return undefined
    unpack(field.packed, stride, data.subarray(field.top * stride))
  }
  return { width, height, stride, data, dark: 1, ...(left > 0 && { left }) }
}

interface Field {
  readonly left: number
  readonly top: number
  readonly bytes: number
  readonly stride: number
  readonly packed: Uint8Array
}

function bottomOf({ top, bytes, stride }: Field): number {
  return top + Math.ceil(bytes / stride)
}

function fieldsOf(zpl: Buffer): readonly Field[] | undefined {
  const fields: Field[] = []
  for (let at = zpl.indexOf(FIELD_DATA); at !== -1; at = zpl.indexOf(FIELD_DATA, at + 1)) {
    const begin = afterCommas(zpl, at, 4)
    const command = FIELD.exec(zpl.toString('latin1', Math.max(0, at - COMMAND_BYTES), begin))
    if (command === null) return undefined
    const [left = 0, top = 0, bytes = 0, , stride = 0] = command.slice(1).map(Number)
    if (stride === 0) return undefined
    const end = zpl.indexOf(CARET, begin)
    fields.push({ left, top, bytes, stride, packed: zpl.subarray(begin, end === -1 ? zpl.length : end) })
  }
  return fields
}

function afterCommas(bytes: Buffer, from: number, count: number): number {
  let at = from
  for (let comma = 0; comma < count; comma++) at = bytes.indexOf(',', at) + 1
  return at
}

const [COMMA, COLON, EXCLAMATION] = [0x2c, 0x3a, 0x21]
/** More than any byte, so that one look at a pair shows whether both of it are digits. */
const NO_DIGIT = 0x100
/** The value of each digit as the first half of a byte, and as the second. */
const [FIRST, SECOND] = [4, 0].map((shift) =>
  Uint16Array.from({ length: 256 }, (_, code) => {
    const digit = '0123456789ABCDEF'.indexOf(String.fromCharCode(code).toUpperCase())
    return digit === -1 ? NO_DIGIT : digit << shift
  }),
) as [Uint16Array, Uint16Array]

// ZPL II Programming Guide, "Alternative Data Compression Scheme": G to Y are 1 to 19, g to z are 20 to 400 in
// twenties, added up; `,` fills the row with 0, `!` with F; `:` repeats the row above.
function unpack(packed: Uint8Array, stride: number, into: Uint8Array): void {
  const digits = stride * 2
  let at = 0
  let count = 0
  for (let i = 0; i < packed.length;) {
    if (count === 0) {
      // Nearly all characters are halves of bytes.
      const pairs = writePairs(packed, i, into, at)
      i += pairs * 2
      at += pairs * 2
    }
    const code = packed[i++] ?? 0
    const value = SECOND[code] as number
    if (value < NO_DIGIT) {
      at = put(into, at, value, count === 0 ? 1 : count)
      count = 0
    } else if (code === COMMA) at += digits - (at % digits)
    else if (code === EXCLAMATION) at = put(into, at, 15, digits - (at % digits))
    else if (code === COLON) {
      let times = 1
      for (; packed[i] === COLON; i++) times++
      repeat(into, Math.floor(at / digits) * stride, stride, times)
      at += times * digits
    } else if (code >= 0x47 && code <= 0x59) count += code - 0x46
    else if (code >= 0x67 && code <= 0x7a) count += (code - 0x66) * 20
  }
}

/** Writes digits for as long as two follow each other; returns how many pairs. */
function writePairs(packed: Uint8Array, from: number, into: Uint8Array, at: number): number {
  const last = packed.length - 1
  let i = from
  let byte = at >>> 1
  if ((at & 1) === 0) {
    for (; i < last; i += 2) {
      const pair = (FIRST[packed[i] as number] as number) | (SECOND[packed[i + 1] as number] as number)
      if (pair >= NO_DIGIT) break
      into[byte++] = pair
    }
  } else {
    let half = into[byte] ?? 0
    for (; i < last; i += 2) {
      const pair = (FIRST[packed[i] as number] as number) | (SECOND[packed[i + 1] as number] as number)
      if (pair >= NO_DIGIT) break
      into[byte++] = half | (pair >>> 4)
      half = (pair & 15) << 4
    }
    into[byte] = half
  }
  return (i - from) >>> 1
}

/** Writes the row above several times; each copy takes twice as many rows as the one before. */
function repeat(into: Uint8Array, row: number, stride: number, times: number): void {
  // Above the first row there is nothing, which is light.
  if (row === 0) return
  const end = Math.min(row + times * stride, into.length)
  for (let from = row; from < end;) {
    const length = Math.min(from - row + stride, end - from)
    into.copyWithin(from, row - stride, row - stride + length)
    from += length
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
