import { inflateSync } from 'node:zlib'
import type { Dots } from './dots.ts'

const STREAM = /\/Length (\d+)[^]*?>>\nstream\n/
/** A label's content is some kilobytes; whatever is far beyond was made by somebody else. */
const LARGEST = 1 << 24

/** a b c d e f of a matrix (ISO 32000-1, 8.3.4). */
type Matrix = readonly [number, number, number, number, number, number]
const SAME: Matrix = [1, 0, 0, 1, 0, 0]

interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Draws the filled rectangles of a label's object in a PDF anew: symbols are made of nothing else. The label's first
 * matrix takes printer dots to PDF units, so what it is given are dots.
 *
 * @returns `undefined` for what is no such object
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
  const filled = filledRectangles(content)
  return filled.length === 0 ? undefined : painted(filled)
}

/** Runs a content stream (Annex A): matrices, rectangles and fills; text, curves and pictures are passed over. */
function filledRectangles(content: Buffer): readonly Rectangle[] {
  const filled: Rectangle[] = []
  const path: Rectangle[] = []
  const saved: Matrix[] = []
  const numbers: number[] = []
  let matrix = SAME
  let isPlaced = false
  for (let at = 0; at < content.length;) {
    const byte = content[at] ?? 0
    if (byte <= 0x20) at++
    else if (byte === OPEN) at = afterString(content, at)
    else {
      const begin = at
      while (at < content.length && !isDelimiter(content[at] ?? 0, at === begin)) at++
      if (isNumeric(byte)) {
        numbers.push(numberAt(content, begin, at))
        continue
      }
      const operator = content.toString('latin1', begin, at)
      if (operator === 're') path.push(rectangle(matrix, numbers))
      else if (operator === 'f') filled.push(...path.splice(0))
      else if (PAINTS_OTHERWISE.has(operator)) path.length = 0
      else if (operator === 'q') saved.push(matrix)
      else if (operator === 'Q') matrix = saved.pop() ?? SAME
      else if (operator === 'cm') {
        if (isPlaced) matrix = product(numbers, matrix)
        isPlaced = true
      }
      numbers.length = 0
    }
  }
  return filled
}

const [OPEN, CLOSE, ESCAPE] = [0x28, 0x29, 0x5c]
const PAINTS_OTHERWISE = new Set(['s', 'S', 'n', 'W'])

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

/** White space, and what ends a token or is one by itself: `[ ] ( /`. */
function isDelimiter(byte: number, isFirst: boolean): boolean {
  if (byte <= 0x20) return true
  return !isFirst && (byte === OPEN || byte === 0x2f || byte === 0x5b || byte === 0x5d)
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e
}

/** Thousands of small whole numbers a label: `Number` of a string would take most of the time. */
function numberAt(content: Buffer, begin: number, end: number): number {
  let value = 0
  for (let at = begin; at < end; at++) {
    const digit = (content[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number(content.toString('latin1', begin, end))
    value = value * 10 + digit
  }
  return value
}

function product([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[], m: Matrix): Matrix {
  return [
    a * m[0] + b * m[2],
    a * m[1] + b * m[3],
    c * m[0] + d * m[2],
    c * m[1] + d * m[3],
    e * m[0] + f * m[2] + m[4],
    e * m[1] + f * m[3] + m[5],
  ]
}

function rectangle(m: Matrix, [x = 0, y = 0, width = 0, height = 0]: readonly number[]): Rectangle {
  const [x1, y1] = [x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]]
  const [x2, y2] = [x1 + width * m[0] + height * m[2], y1 + width * m[1] + height * m[3]]
  return {
    left: Math.max(0, Math.round(Math.min(x1, x2))),
    top: Math.max(0, Math.round(Math.min(y1, y2))),
    right: Math.round(Math.max(x1, x2)),
    bottom: Math.round(Math.max(y1, y2)),
  }
}

function painted(filled: readonly Rectangle[]): Dots {
  let [width, height] = [0, 0]
  for (const { right, bottom } of filled) {
    width = Math.max(width, right)
    height = Math.max(height, bottom)
  }
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  for (const { left, top, right, bottom } of filled) {
    for (let y = top; y < bottom; y++) blacken(data, y * stride, left, right)
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
