import type { Bitmap } from '../bitmap.ts'
import { flate } from './flate.ts'

/** Static art as a stencil: its black dots take the colour, its white ones stay clear. */
export function imageObject({ width, height, stride, data }: Bitmap): [entries: string, bytes: Uint8Array] {
  const rowBytes = (width + 7) >>> 3
  const rows = new Uint8Array(rowBytes * height)
  for (let y = 0; y < height; y += 1) rows.set(data.subarray(y * stride, y * stride + rowBytes), y * rowBytes)
  const entries =
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ImageMask true /BitsPerComponent 1 ` +
    `/Decode [1 0] /Filter /FlateDecode`
  return [entries, flate(rows)]
}
