import { isTooLarge, type Dots } from '../dots.ts'

const LF = 0x0a
const COMMA = 0x2c
/** How often a label may begin anew: each time costs as much as its picture. */
const MOST_CLEARED = 16

/**
 * The dots of an EPL2 page (EPL Programming Guide 14245L): one command on each line, except `GW`, whose data has as
 * many bytes as it says. `q` and `Q` give the size of the image; they and `N` clear it; `P` prints it.
 *
 * A label in a row is its `GW` alone.
 *
 * @returns `undefined` for anything that a printer would not print
 */
export function readEpl2(label: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(label.buffer, label.byteOffset, label.byteLength)
  if (bytes.toString('latin1', 0, 2) === 'GW') return readInRow(bytes)
  let [width, height, cleared] = [0, 0, 0]
  let image: Dots | undefined
  for (let at = 0; at < bytes.length;) {
    if (bytes.toString('latin1', at, at + 2) === 'GW') {
      const graphic = graphicAt(bytes, at + 2)
      if (image === undefined || graphic === undefined || !put(image, graphic)) return undefined
      at = graphic.end
      continue
    }
    const end = bytes.indexOf(LF, at)
    if (end === -1) return undefined
    const [name, ...values] = bytes.toString('latin1', at, end)
    const [first = 0] = values.join('').split(',').map(Number)
    at = end + 1
    if (name === 'P') return image
    if (name === 'q') width = first
    if (name === 'Q') height = first
    if (name === 'q' || name === 'Q') image = undefined
    if (name === 'N') {
      if (++cleared > MOST_CLEARED) return undefined
      image = blank(width, height)
    }
  }
  return undefined
}

function readInRow(bytes: Buffer): Dots | undefined {
  const graphic = graphicAt(bytes, 2)
  if (graphic === undefined || graphic.y !== 0 || graphic.end !== bytes.length) return undefined
  const { x, bytesPerRow: stride, data } = graphic
  if (stride === 0 || data.length === 0) return undefined
  const height = data.length / stride
  return { width: stride * 8, height, stride, data, dark: 0, ...(x > 0 && { left: x }) }
}

interface Graphic {
  readonly x: number
  readonly y: number
  readonly bytesPerRow: number
  readonly data: Uint8Array
  /** Where the next command begins. */
  readonly end: number
}

/** `GW p1,p2,p3,p4,DATA`: corner in dots, bytes of a row, rows. */
function graphicAt(bytes: Buffer, from: number): Graphic | undefined {
  const numbers: number[] = []
  let at = from
  while (numbers.length < 4) {
    const comma = bytes.indexOf(COMMA, at)
    if (comma === -1) return undefined
    numbers.push(Number(bytes.toString('latin1', at, comma)))
    at = comma + 1
  }
  const [x = 0, y = 0, bytesPerRow = 0, rows = 0] = numbers
  const end = at + bytesPerRow * rows
  if (bytes[end] !== LF) return undefined
  return { x, y, bytesPerRow, data: bytes.subarray(at, end), end: end + 1 }
}

/** A 0 bit burns a dot, so the empty image is all 1. */
function blank(width: number, height: number): Dots | undefined {
  if (!(width > 0 && height > 0) || isTooLarge(width, height)) return undefined
  const stride = (width + 7) >>> 3
  return { width, height, stride, data: new Uint8Array(stride * height).fill(0xff), dark: 0 }
}

/** Puts a graphic at a whole byte of the image; parts outside are lost, as on a printer. */
function put({ data, stride, height }: Dots, { x, y, bytesPerRow, data: from }: Graphic): boolean {
  if (x % 8 !== 0) return false
  const column = x / 8
  if (column === 0 && bytesPerRow === stride) {
    data.set(from.subarray(0, Math.max(0, height - y) * stride), y * stride)
    return true
  }
  const wide = Math.min(bytesPerRow, stride - column)
  for (let row = 0; row * bytesPerRow < from.length && y + row < height; row++) {
    const begin = row * bytesPerRow
    data.set(from.subarray(begin, begin + wide), (y + row) * stride + column)
  }
  return true
}
