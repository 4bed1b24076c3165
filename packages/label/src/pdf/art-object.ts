import type { Bitmap } from '../raster/bitmap.ts'
import { eachDotRun } from '../raster/runs.ts'
import { createContentWriter } from './content-writer.ts'

/**
 * Static art as a form that every label refers to: made of bars, like a symbol. Viewers round an image's edges to
 * their own pixels and smooth it; bars stay on the printer's dots.
 */
export function artObject(bitmap: Bitmap): [entries: string, bytes: Uint8Array] {
  const { width, height } = bitmap
  const content = createContentWriter()
  eachDotRun(bitmap, content.bar)
  content.text('f\n')
  const entries = `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] /Resources << >> /Filter /FlateDecode`
  return [entries, content.zlib()]
}
