import { type Bitmap, isBlack } from '../bitmap.ts'
import { createByteWriter } from './byte-writer.ts'
import { flate } from './flate.ts'

/**
 * Static art as a form that every label refers to: bars, like a symbol. Viewers round an image's edges to their own
 * pixels and smooth it; bars stay on the printer's dots.
 */
export function artObject(bitmap: Bitmap): [entries: string, bytes: Uint8Array] {
  const { width, height } = bitmap
  const content = createByteWriter()
  for (let y = 0; y < height; y += 1) {
    let start = -1
    for (let x = 0; x <= width; x += 1) {
      const black = x < width && isBlack(bitmap, x, y)
      if (black === start >= 0) continue
      if (!black) content.bar(start, y, x - start)
      start = black ? x : -1
    }
  }
  content.text('f\n')
  const entries = `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] /Resources << >> /Filter /FlateDecode`
  return [entries, flate(content.view())]
}
