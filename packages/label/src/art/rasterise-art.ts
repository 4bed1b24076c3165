import { type ArtRefusal, MOST, type Refuse } from './art-limits.ts'
import { type Art, artKey } from './art.ts'
import { checkSvg } from './check-svg.ts'
import { loadSharp, type Sharp } from './load-sharp.ts'
import { looksLikePixels } from './picture-kind.ts'
import { type Bitmap, createBitmap } from '../raster/bitmap.ts'
import { labelError } from '../issue/label-error.ts'
import { layOut } from '../layout/to-dots.ts'
import type { ImageLayout } from '../layout/layout.ts'
import type { Template } from '../template/template.ts'

export { decodePicture, type GreyPicture } from './decode-picture.ts'

export interface ArtOptions {
  readonly dpi: number
  /** Reads the bytes of a picture by the `source` in the template. */
  readonly read: (source: string) => Uint8Array | Promise<Uint8Array>
}

/** Dots darker than this become black. */
const THRESHOLD = 128

/**
 * Rasterises the static pictures of a template once for a whole job: fitted into their boxes, black where they are
 * darker than middle grey. A picture that would take much time or memory is refused before it is decoded. The package
 * sharp draws them; a template without pictures does without it.
 *
 * @throws LabelError `sharp-missing`, `unreadable-art`, `art-too-large`, `art-with-entities`, `external-art`
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { rasteriseArt } from '@claimtag/label/art'
 *
 * const logo = { type: 'image', x: 40, y: 2, width: 8, height: 8, source: 'logo.svg' } as const
 * const template = { ...defaultTemplate, elements: [...defaultTemplate.elements.slice(0, 1), logo] }
 * const read = async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
 * const art = await rasteriseArt(template, { dpi: 203, read }) // or read: (source) => readFile(source)
 * const labeller = createLabeller(template, { dpi: 203, art })
 * ```
 */
export async function rasteriseArt(template: Template, { dpi, read }: ArtOptions): Promise<Art> {
  const { elements, perMm } = layOut(template, dpi)
  const art = new Map<string, Bitmap>()
  for (const laidOut of elements) {
    if (laidOut.type !== 'image') continue
    const { source } = laidOut.element
    const key = artKey(source, laidOut.width, laidOut.height)
    if (art.has(key)) continue
    const refuse: Refuse = (refusal) => {
      throw labelError({ ...refusal, element: laidOut.name, source })
    }
    const sharp = (await loadSharp()) ?? refuse({ code: 'sharp-missing' })
    const tools = { sharp, refuse }
    art.set(key, await rasterise(await read(source), { ...laidOut, dpi: perMm * 25.4 }, tools))
  }
  return art
}

/** How a picture is rasterised, and how it is refused. */
interface Tools {
  readonly sharp: Sharp
  readonly refuse: Refuse
}

/** @param box the dots that the picture is fitted into */
async function rasterise(
  bytes: Uint8Array,
  { width, height, dpi }: Pick<ImageLayout, 'width' | 'height'> & { readonly dpi: number },
  { sharp, refuse }: Tools,
): Promise<Bitmap> {
  const pixels = looksLikePixels(bytes)
  const mostBytes = pixels ? MOST.bytes : MOST.svgBytes
  if (bytes.length > mostBytes) refuse({ code: 'art-too-large', limit: 'bytes', most: mostBytes })
  if (!pixels) await checkContained(checkSvg(textOf(bytes, refuse), refuse), { sharp, refuse })
  const grey = await sharp(bytes, { density: dpi, limitInputPixels: pixels ? MOST.pixels : MOST.svgPixels })
    .resize(width, height, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .timeout({ seconds: MOST.seconds })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => refuse(refusalOf(error, pixels)))
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

/** Refuses pictures inside an SVG by the sizes in their headers, before any of them is decoded. */
async function checkContained(pictures: readonly string[], { sharp, refuse }: Tools): Promise<void> {
  let pixels = 0
  for (const picture of pictures) {
    const bytes = Buffer.from(picture, 'base64')
    if (!looksLikePixels(bytes)) refuse({ code: 'unreadable-art' })
    const { width, height } = await sharp(bytes, { limitInputPixels: false })
      .metadata()
      .catch(() => refuse({ code: 'unreadable-art' }))
    pixels += width * height
    if (pixels > MOST.containedPixels) {
      refuse({ code: 'art-too-large', limit: 'pixels within', most: MOST.containedPixels })
    }
  }
}

/**
 * The text of an SVG. Only UTF-8 is accepted: the rasteriser could read another encoding differently than these
 * checks.
 */
function textOf(bytes: Uint8Array, refuse: Refuse): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const encoding =
    /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? 'utf-8'
  if (!/^(?:utf-8|us-ascii|iso-8859-1|windows-1252)$/i.test(encoding)) refuse({ code: 'unreadable-art' })
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return refuse({ code: 'unreadable-art' })
  }
}

/** sharp's errors have no code, so their message is examined. */
function refusalOf(error: unknown, pixels: boolean): ArtRefusal {
  const sentence = error instanceof Error ? error.message : ''
  if (sentence.includes('exceeds pixel limit')) {
    return { code: 'art-too-large', limit: 'pixels', most: pixels ? MOST.pixels : MOST.svgPixels }
  }
  if (sentence.startsWith('timeout'))
    return { code: 'art-too-large', limit: 'seconds of work', most: MOST.seconds }
  return { code: 'unreadable-art' }
}
