import { imageSize, type ImageSize } from './image-size.ts'

/** The format of an encoded image by its first bytes, and the size that it claims. */
export interface PictureFormat {
  readonly name: string
  /** The reader has a decoder for it. */
  readonly isRead: boolean
  readonly size?: ImageSize
}

/** Where a format's signature stands, and its letters; `?` is any byte. */
const SIGNATURES: readonly (readonly [name: string, at: number, signature: string])[] = [
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['JPEG', 0, '\xff\xd8'],
  ['GIF', 0, 'GIF8'],
  ['BMP', 0, 'BM'],
  ['WebP', 0, 'RIFF????WEBP'],
  ['AVIF', 4, 'ftypavi'],
  ['HEIC', 4, 'ftyphe'],
  ['HEIC', 4, 'ftypmif1'],
  ['HEIC', 4, 'ftypmsf1'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 4, 'JXL '],
  ['JPEG 2000', 4, 'jP  '],
  ['PDF', 0, '%PDF'],
  ['PostScript', 0, '%!PS'],
  ['ICO', 0, '\0\0\x01\0'],
  ['PSD', 0, '8BPS'],
  ['SVG', 0, '<svg'],
  ['ZIP', 0, 'PK\x03\x04'],
]
const READ = ['PNG', 'JPEG', 'GIF', 'BMP']

/** @returns `undefined` for bytes that begin like nothing known */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const found = SIGNATURES.find(([, at, signature]) => standsAt(bytes, at, signature))
  const name = isAvif(bytes) ? 'AVIF' : (found?.[0] ?? (isSvg(bytes) ? 'SVG' : undefined))
  if (name === undefined) return undefined
  const size = imageSize(bytes, name)
  return { name, isRead: READ.indexOf(name) !== -1, ...(size === undefined ? {} : { size }) }
}

/** A file whose first brand says no more than HEIF may name its codec among the others (ISO/IEC 14496-12, 4.3). */
function isAvif(bytes: Uint8Array): boolean {
  if (!standsAt(bytes, 4, 'ftypmif1')) return false
  for (let at = 16; at < 64 && at < (bytes[3] as number); at += 4)
    if (standsAt(bytes, at, 'avif')) return true
  return false
}

function standsAt(bytes: Uint8Array, at: number, signature: string): boolean {
  for (let i = 0; i < signature.length; i++) {
    if (signature[i] !== '?' && bytes[at + i] !== signature.charCodeAt(i)) return false
  }
  return true
}

/** XML may begin with a declaration, a document type and comments. */
function isSvg(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...Array.from(bytes.subarray(0, 1024)))
  return /^(?:\xef\xbb\xbf)?\s*<[?!][^]*<svg[\s>]/.test(head)
}
