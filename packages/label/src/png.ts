import { crc32, deflateSync } from 'node:zlib'
import type { Bitmap } from './bitmap.ts'
import { dotsPerMm } from './resolution.ts'

/** The bitmap as a 1-bit greyscale PNG whose pHYs chunk says how large a dot is. */
export function encodePng(bitmap: Bitmap, { dpi }: { readonly dpi: number }): Uint8Array {
  const { width, height, stride, data } = bitmap
  const rowBytes = (width + 7) >>> 3
  const raw = new Uint8Array((rowBytes + 1) * height)
  for (let y = 0; y < height; y += 1) {
    const at = y * (rowBytes + 1) + 1
    for (let x = 0; x < rowBytes; x += 1) raw[at + x] = ~data[y * stride + x]!
  }
  const perMetre = Math.round(dotsPerMm(dpi) * 1000)
  const chunks = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', Uint8Array.of(...be32(width), ...be32(height), 1, 0, 0, 0, 0)),
    chunk('pHYs', Uint8Array.of(...be32(perMetre), ...be32(perMetre), 1)),
    chunk('IDAT', deflateSync(raw, { level: 1 })),
    chunk('IEND', new Uint8Array(0)),
  ]
  return new Uint8Array(Buffer.concat(chunks))
}

function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const inner = Buffer.concat([Buffer.from(type, 'latin1'), body])
  return Buffer.concat([Uint8Array.from(be32(body.length)), inner, Uint8Array.from(be32(crc32(inner)))])
}
