/** Width and height as the beginning of an encoded image says. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/**
 * What an encoded image says of its size before anything is decoded.
 *
 * @param format its name, as `pictureFormat` has it
 * @returns `undefined` where it says nothing, or not where it should
 */
export function imageSize(bytes: Uint8Array, format: string): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'PNG':
      return bytes.length < 26 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) }
    case 'JPEG':
      return jpegSize(bytes, view)
    case 'GIF':
      // GIF89a, 18: the logical screen.
      return bytes.length < 10
        ? undefined
        : { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'BMP':
      return bytes.length < 26 ? undefined : bmpSize(view)
    case 'WebP':
      return bytes.length < 30 ? undefined : webpSize(bytes, view)
    case 'AVIF':
    case 'HEIC':
      return largestExtent(bytes, view)
    default:
      return undefined
  }
}

/** BITMAPINFOHEADER, or the shorter one of OS/2; a negative height says that rows come from the top. */
function bmpSize(view: DataView): ImageSize {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
}

/** The frame header, SOF, is one of the markers C0 to CF but C4, C8 and CC (ITU-T T.81, table B.1). */
function jpegSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || marker === 0xff) {
      // A fill byte, or what stands between segments: the reader passes over it, too.
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** RFC 9649, 2.5 to 2.7: lossy, lossless and extended files begin with chunks of three kinds. */
function webpSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  const kind = view.getUint8(15)
  if (kind === 0x20)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  const threeBytes = (at: number): number => 1 + view.getUint16(at, true) + ((bytes[at + 2] ?? 0) << 16)
  return kind === 0x58 ? { width: threeBytes(24), height: threeBytes(27) } : undefined
}

/** ISO/IEC 23008-12, 6.5.3: each item of the file has its extent; the picture is the largest. */
function largestExtent(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  let largest: ImageSize | undefined
  for (let at = 0; at + 16 <= bytes.length && at < HEADERS; at++) {
    if (view.getUint32(at) !== ISPE) continue
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
    if (largest === undefined || width * height > largest.width * largest.height) largest = { width, height }
  }
  return largest
}

/** `ispe`, and how far into a file its headers reach. */
const ISPE = 0x69737065
const HEADERS = 1 << 16
