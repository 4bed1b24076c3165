import { crc32, deflateSync } from 'node:zlib'
import type { Raster } from './raster.ts'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const BITS_A_SAMPLE = 1
const GREYSCALE = 0
const METRES_AN_INCH = 0.0254
const UNIT_METRE = 1

/** A 1-bit greyscale PNG (ISO/IEC 15948), in which 0 is black, the reverse of a print head. */
export function encodePng(raster: Raster, dpi: number): Buffer {
  const { width, height, stride, data } = raster
  const rows = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < stride; x += 1) rows[y * (stride + 1) + 1 + x] = ~data[y * stride + x]! & 0xff
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = BITS_A_SAMPLE
  header[9] = GREYSCALE
  const size = Buffer.alloc(9)
  const dotsAMetre = Math.round(dpi / METRES_AN_INCH)
  size.writeUInt32BE(dotsAMetre, 0)
  size.writeUInt32BE(dotsAMetre, 4)
  size[8] = UNIT_METRE
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', size),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(body.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
