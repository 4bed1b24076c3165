import sharp from 'sharp'
import { type Art, artKey } from './art.ts'
import { type Bitmap, createBitmap } from '../raster/bitmap.ts'
import { labelError } from '../issue/label-issue.ts'
import { layOut } from '../layout/lay-out.ts'
import type { ImageLayout } from '../layout/layout.ts'
import type { Template } from '../template/template.ts'

export interface ArtOptions {
  readonly dpi: number
  /** Gives the bytes of a picture by the `source` that the template names. */
  readonly read: (source: string) => Uint8Array | Promise<Uint8Array>
}

/** Darker than this is black. */
const THRESHOLD = 128

/**
 * Rasterises the static pictures of a template once for a whole job: fitted into their boxes, black where they are
 * darker than middle grey. Throws `LabelError` `unreadable-art`.
 *
 * @example
 * const art = await rasteriseArt(template, { dpi: 203, read: (source) => readFile(source) })
 * const labeller = createLabeller(template, { dpi: 203, art })
 */
export async function rasteriseArt(template: Template, { dpi, read }: ArtOptions): Promise<Art> {
  const { elements, perMm } = layOut(template, dpi)
  const art = new Map<string, Bitmap>()
  for (const laidOut of elements) {
    if (laidOut.type !== 'image') continue
    const { source } = laidOut.element
    const key = artKey(source, laidOut.width, laidOut.height)
    if (!art.has(key)) art.set(key, await rasterise(await read(source), laidOut, perMm * 25.4))
  }
  return art
}

async function rasterise(
  bytes: Uint8Array,
  { element, name, width, height }: ImageLayout,
  dpi: number,
): Promise<Bitmap> {
  const grey = await sharp(bytes, { density: dpi })
    .resize(width, height, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw labelError({ code: 'unreadable-art', element: name, source: element.source })
    })
  const bitmap = createBitmap(width, height)
  const { channels } = grey.info
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (grey.data[(y * width + x) * channels]! >= THRESHOLD) continue
      bitmap.data[y * bitmap.stride + (x >>> 3)]! |= 0x80 >>> (x & 7)
    }
  }
  return bitmap
}
