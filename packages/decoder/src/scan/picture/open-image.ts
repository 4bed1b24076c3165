import { decodeByHost } from '#host'
import { copyGrey, foldToGrey, type Grey } from './grey.ts'
import type { GreyImage, PixelImage, ScanImage } from './image.ts'
import { hasTooManyScans } from './jpeg-scans.ts'
import { pictureFormat, type PictureFormat } from './picture-format.ts'
import { holdsMoreThanItsPicture } from './png-data.ts'
import type { ReadSymbol } from '../reader/module.ts'
import type { ReadOptions } from '../reader/read-options.ts'
import type { Reader } from '../reader/reader.ts'
import { ScanError } from '../scan-error.ts'

/**
 * Decodes an encoded image to pixels.
 *
 * @param format `WebP`, `AVIF`, `HEIC`, `JPEG` …
 * @returns `undefined` for a format that it does not decode
 */
export type DecodeImage = (bytes: Uint8Array, format: string) => Promise<PixelImage | GreyImage | undefined>

/** An image whose size and shape are checked. */
export interface OpenImage {
  read(reader: Reader, options: ReadOptions): readonly ReadSymbol[]
  /** Its pixels, for other looks at them; `undefined` where nothing here decodes it. */
  pixels(): Promise<Grey | undefined>
}

/** Above every phone camera's usual output, far below what would exhaust the reader's memory. */
const MOST_MEGAPIXELS = 64

/** @throws ScanError `unreadable-image`, `unsupported-format`, `image-too-large` */
export async function openImage(image: ScanImage, decode: DecodeImage | undefined): Promise<OpenImage> {
  if (image instanceof Uint8Array) return openBytes(image, decode)
  if ('arrayBuffer' in image) return openBytes(new Uint8Array(await image.arrayBuffer()), decode)
  return openPixels(image)
}

export function openGrey({ pixels: grey, width, height }: Grey): OpenImage {
  return openPixels({ grey, width, height })
}

function openPixels(image: PixelImage | GreyImage): OpenImage {
  checkPixels(image)
  const { width, height } = image
  const write = (into: Uint8Array): void => {
    // The caller may have given the pixels away since.
    checkPixels(image)
    if ('grey' in image) copyGrey(image, into)
    else foldToGrey(image, into)
  }
  return {
    read: (reader, options) => reader.readGrey(width, height, write, options),
    async pixels() {
      const pixels = new Uint8Array(width * height)
      write(pixels)
      return { pixels, width, height }
    },
  }
}

function checkPixels(image: PixelImage | GreyImage): void {
  const { width, height } = image
  if (!(isCount(width) && isCount(height))) throw unreadable()
  checkSize(width, height)
  if ('grey' in image) {
    const { grey, stride = width } = image
    if (!isCount(stride) || stride < width || grey.length < stride * (height - 1) + width) throw unreadable()
  } else if (image.data.length !== width * height * 4) throw unreadable()
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0
}

function checkSize(width: number, height: number): void {
  if (width * height > MOST_MEGAPIXELS * 1e6)
    throw new ScanError({ code: 'image-too-large', mostMegapixels: MOST_MEGAPIXELS })
}

async function openBytes(bytes: Uint8Array, decode: DecodeImage | undefined): Promise<OpenImage> {
  const format = pictureFormat(bytes)
  if (format === undefined) throw unreadable()
  const { name, isRead, size } = format
  if (size !== undefined) checkSize(size.width, size.height)
  if (!isRead) {
    const decoded = await decodedBy(decode, bytes, format)
    if (decoded === undefined) throw new ScanError({ code: 'unsupported-format', format: name })
    return openPixels(decoded)
  }
  // Without a size, nothing bounds what the reader would do.
  const isBounded =
    size !== undefined &&
    !(name === 'PNG' && holdsMoreThanItsPicture(bytes)) &&
    !(name === 'JPEG' && hasTooManyScans(bytes, size))
  if (!isBounded) throw unreadable()
  return {
    read(reader, options) {
      const symbols = reader.readEncoded(bytes, options)
      if (symbols === undefined) throw unreadable()
      return symbols
    },
    async pixels() {
      const decoded = await decodedBy(decode, bytes, format)
      return decoded === undefined ? undefined : openPixels(decoded).pixels()
    },
  }
}

async function decodedBy(
  decode: DecodeImage | undefined,
  bytes: Uint8Array,
  { name, size }: PictureFormat,
): Promise<PixelImage | GreyImage | undefined> {
  if (decode !== undefined) {
    try {
      const decoded = await decode(bytes, name)
      if (decoded !== undefined) return decoded
    } catch {
      throw unreadable()
    }
  }
  // The host would decode whatever size it is.
  return size === undefined ? undefined : decodeByHost(bytes)
}

function unreadable(): ScanError {
  return new ScanError({ code: 'unreadable-image' })
}
