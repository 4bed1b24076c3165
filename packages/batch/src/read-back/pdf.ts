import { inflateSync } from 'node:zlib'
import { isTooLarge, type Dots } from './dots.ts'

const STREAM = /\/Length (\d+)[^]*?>>\nstream\n/
/** A label's content has some kilobytes; a much longer one was not made by this program. */
const LARGEST = 1 << 24

/** a b c d e f of a matrix (ISO 32000-1, 8.3.4). */
type Matrix = readonly [number, number, number, number, number, number]
const SAME: Matrix = [1, 0, 0, 1, 0, 0]

/**
 * Draws the filled rectangles of a label's object in a PDF: symbols consist of nothing else. The label's first matrix
 * converts printer dots to PDF units, so its operands are dots.
 *
 * @returns `undefined` for any other object
 */
export function readPdf(object: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength)
  const [head, length] = STREAM.exec(bytes.toString('latin1', 0, 2048)) ?? []
  if (head === undefined) return undefined
  const from = head.length + bytes.indexOf(head, 0, 'latin1')
  let content: Buffer
  try {
    content = inflateSync(bytes.subarray(from, from + Number(length)), { maxOutputLength: LARGEST })
  } catch {
    return undefined
  }
  const rectangles = filledRectangles(content)
  return rectangles === undefined || rectangles.length === 0 ? undefined : painted(rectangles)
}

/**
 * Runs a content stream (Annex A): matrices, rectangles and fills; text, curves and pictures are skipped. A label has
 * nearly a thousand rectangles, so they are numbers in one array instead of objects.
 *
 * @returns left, top, right and bottom of each; `undefined` when the first matrix does not map dots downwards from a
 *   corner
 */
function filledRectangles(content: Buffer): readonly number[] | undefined {
  const filled: number[] = []
  const saved: Matrix[] = []
  const operands = new Float64Array(MOST_OPERANDS)
  let count = 0
  let matrix = SAME
  let isPlaced = false
  /** Where the current, not yet painted path begins. */
  let path = 0
  for (let at = 0; at < content.length;) {
    const byte = content[at] ?? 0
    if (byte <= SPACE) {
      at++
      continue
    }
    if (byte === OPEN) {
      at = afterString(content, at)
      continue
    }
    const begin = at
    // Nearly every token is a small whole number: it is parsed while it is scanned.
    let value = 0
    let digit = byte - ZERO
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = (content[++at] ?? 0) - ZERO
    }
    if (at > begin && digit <= SPACE - ZERO) {
      if (count < MOST_OPERANDS) operands[count++] = value
      continue
    }
    while (at < content.length && !isDelimiter(content[at] ?? 0, at === begin)) at++
    if (isNumeric(byte)) {
      if (count < MOST_OPERANDS) operands[count++] = Number(content.toString('latin1', begin, at))
      continue
    }
    if (byte === R && content[begin + 1] === E && at === begin + 2) addRectangle(filled, matrix, operands)
    else {
      const operator = content.toString('latin1', begin, at)
      if (operator === 'f') path = filled.length
      else if (PAINTS_OTHERWISE.has(operator)) filled.length = path
      else if (operator === 'q') saved.push(matrix)
      else if (operator === 'Q') matrix = saved.pop() ?? SAME
      else if (operator === 'cm') {
        if (isPlaced) matrix = product(operands, matrix)
        else if (!laysDots(operands)) return undefined
        isPlaced = true
      }
    }
    count = 0
  }
  filled.length = path
  return filled
}

/** The most operands of any operator except those for patterns and the like, which labels do not use (Annex A). */
const MOST_OPERANDS = 6
const [SPACE, OPEN, CLOSE, ESCAPE, ZERO, R, E] = [0x20, 0x28, 0x29, 0x5c, 0x30, 0x72, 0x65]
const PAINTS_OTHERWISE = new Set(['s', 'S', 'n'])

function laysDots([a = 0, b, c, d = 0, e, f]: ArrayLike<number> & Iterable<number>): boolean {
  return a > 0 && d === -a && b === 0 && c === 0 && e === 0 && f === 0
}

function afterString(content: Buffer, begin: number): number {
  let depth = 0
  for (let at = begin; at < content.length; at++) {
    const byte = content[at]
    if (byte === ESCAPE) at++
    else if (byte === OPEN) depth++
    else if (byte === CLOSE && --depth === 0) return at + 1
  }
  return content.length
}

/** White space, and characters that end a token or are one themselves: `[ ] ( /`. */
function isDelimiter(byte: number, isFirst: boolean): boolean {
  if (byte <= SPACE) return true
  return !isFirst && (byte === OPEN || byte === 0x2f || byte === 0x5b || byte === 0x5d)
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e
}

function product([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Iterable<number>, m: Matrix): Matrix {
  return [
    a * m[0] + b * m[2],
    a * m[1] + b * m[3],
    c * m[0] + d * m[2],
    c * m[1] + d * m[3],
    e * m[0] + f * m[2] + m[4],
    e * m[1] + f * m[3] + m[5],
  ]
}

function addRectangle(to: number[], m: Matrix, operands: Float64Array): void {
  const [x, y] = [operands[0] ?? 0, operands[1] ?? 0]
  const [width, height] = [operands[2] ?? 0, operands[3] ?? 0]
  const [x1, y1] = [x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]]
  const [x2, y2] = [x1 + width * m[0] + height * m[2], y1 + width * m[1] + height * m[3]]
  to.push(
    Math.max(0, Math.round(Math.min(x1, x2))),
    Math.max(0, Math.round(Math.min(y1, y2))),
    Math.round(Math.max(x1, x2)),
    Math.round(Math.max(y1, y2)),
  )
}

/** How often the whole label may be painted. */
const MOST_PAINTED = 16

function painted(rectangles: readonly number[]): Dots | undefined {
  let [width, height] = [0, 0]
  for (let at = 0; at < rectangles.length; at += 4) {
    width = Math.max(width, rectangles[at + 2] ?? 0)
    height = Math.max(height, rectangles[at + 3] ?? 0)
  }
  if (isTooLarge(width, height)) return undefined
  // Rectangles may overlap, but not endlessly.
  let room = MOST_PAINTED * width * height
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  for (let at = 0; at < rectangles.length; at += 4) {
    const [left, right] = [rectangles[at] ?? 0, rectangles[at + 2] ?? 0]
    const bottom = rectangles[at + 3] ?? 0
    room -= (right - left) * (bottom - (rectangles[at + 1] ?? 0))
    if (room < 0) return undefined
    for (let y = rectangles[at + 1] ?? 0; y < bottom; y++) blacken(data, y * stride, left, right)
  }
  return { width, height, stride, data, dark: 1 }
}

function blacken(data: Uint8Array, row: number, from: number, to: number): void {
  if (to <= from) return
  const [first, last] = [row + (from >>> 3), row + ((to - 1) >>> 3)]
  const [head, tail] = [0xff >>> (from & 7), (0xff00 >>> (((to - 1) & 7) + 1)) & 0xff]
  if (first === last) data[first] = (data[first] ?? 0) | (head & tail)
  else {
    data[first] = (data[first] ?? 0) | head
    data.fill(0xff, first + 1, last)
    data[last] = (data[last] ?? 0) | tail
  }
}
