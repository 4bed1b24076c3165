import { inflateSync } from 'node:zlib'
import type { Dots } from './dots.ts'

/** The smallest piece that zlib is asked for. */
const LEAST_CHUNK = 64
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * Reads the 1-bit greyscale PNG of a label (ISO/IEC 15948): several times faster than a general reader.
 *
 * @returns `undefined` for any other picture and for a damaged one
 */
export function readPng(file: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  // Bit depth 1, greyscale, deflate, adaptive filtering, no interlace.
  if (bytes[24] !== 1 || bytes[25] !== 0 || bytes[28] !== 0) return undefined
  const data: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(bytes.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const stride = (width + 7) >>> 3
  const expected = (stride + 1) * height
  try {
    const raw = inflateSync(data.length === 1 ? (data[0] ?? '') : Buffer.concat(data), {
      maxOutputLength: expected,
      // In one piece, which saves a third of the time. The bytes to spare show that nothing follows.
      chunkSize: expected + LEAST_CHUNK,
    })
    if (raw.length !== expected) return undefined
    unfilter(raw, stride)
    return { data: raw.subarray(1), width, height, stride: stride + 1, dark: 0 }
  } catch {
    return undefined
  }
}

/**
 * Undoes the filters where the rows are, each behind the byte that names its filter (ISO/IEC 15948, 9.2). At one bit a
 * dot, the "pixel to the left" is the byte to the left.
 */
function unfilter(raw: Buffer, stride: number): void {
  const step = stride + 1
  for (let row = 0; row < raw.length; row += step) {
    const filter = raw[row]
    const end = row + step
    // The row above the first is all zeros.
    const above = row === 0 ? undefined : step
    if (filter === 0) continue
    if (filter === 2) {
      // As every second row of our labels has it.
      if (above !== undefined)
        for (let at = row + 1; at < end; at++) raw[at] = (raw[at] as number) + (raw[at - step] as number)
      continue
    }
    for (let at = row + 1; at < end; at++) {
      const isFirst = at === row + 1
      const left = isFirst ? 0 : (raw[at - 1] ?? 0)
      const up = above === undefined ? 0 : (raw[at - step] ?? 0)
      const upLeft = isFirst || above === undefined ? 0 : (raw[at - step - 1] ?? 0)
      raw[at] = (raw[at] ?? 0) + predicted(filter ?? 0, left, up, upLeft)
    }
  }
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >>> 1
    default: {
      const [a, b, c] = [Math.abs(up - upLeft), Math.abs(left - upLeft), Math.abs(left + up - 2 * upLeft)]
      if (a <= b && a <= c) return left
      return b <= c ? up : upLeft
    }
  }
}
