import { inflateSync } from 'node:zlib'
import type { Dots } from './dots.ts'

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
    })
    if (raw.length !== expected) return undefined
    return { data: unfilter(raw, stride, height), width, height, stride, dark: 0 }
  } catch {
    return undefined
  }
}

/** ISO/IEC 15948, 9.2; at one bit a dot, the "pixel to the left" is the byte to the left. */
function unfilter(raw: Buffer, stride: number, height: number): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1)
    const to = y * stride
    const filter = raw[from] ?? 0
    if (filter === 0) {
      out.set(raw.subarray(from + 1, from + 1 + stride), to)
      continue
    }
    if (filter === 2) {
      for (let x = 0; x < stride; x++)
        out[to + x] = (raw[from + 1 + x] ?? 0) + (y === 0 ? 0 : (out[to + x - stride] ?? 0))
      continue
    }
    for (let x = 0; x < stride; x++) {
      const left = x === 0 ? 0 : (out[to + x - 1] ?? 0)
      const up = y === 0 ? 0 : (out[to + x - stride] ?? 0)
      const upLeft = x === 0 || y === 0 ? 0 : (out[to + x - stride - 1] ?? 0)
      out[to + x] = (raw[from + 1 + x] ?? 0) + predicted(filter, left, up, upLeft)
    }
  }
  return out
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
