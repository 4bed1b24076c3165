import type { GreyImage } from '../../scan/index.ts'
import type { Region } from '../../watch/region.ts'

/** Formats whose first plane is the brightness of each pixel, one byte each (WebCodecs, 9.4). */
const PLANAR = new Set(['I420', 'I420A', 'I422', 'I422A', 'I444', 'I444A', 'NV12'])
/** Where red, green and blue stand in a pixel of four bytes. */
const PACKED = new Map<string | null, readonly [number, number, number]>([
  ['RGBA', [0, 1, 2]],
  ['RGBX', [0, 1, 2]],
  ['BGRA', [2, 1, 0]],
  ['BGRX', [2, 1, 0]],
])

/** Copies brightness out of frames; keeps the memory for the next one. */
export interface LumaCopier {
  /**
   * The brightness of a part of a frame, valid until the next call. Throws what `copyTo` throws where a frame does not
   * hand out its pixels.
   */
  readonly copy: (frame: VideoFrame, region: Region) => Promise<GreyImage>
}

export function createLumaCopier(): LumaCopier {
  let bytes = new Uint8Array(0)

  async function copy(frame: VideoFrame, { x, y, width, height }: Region): Promise<GreyImage> {
    // Coordinates of a copy are those of the coded picture, of which a frame may show a part.
    const rect = { x: x + (frame.visibleRect?.x ?? 0), y: y + (frame.visibleRect?.y ?? 0), width, height }
    const isKnown = PLANAR.has(frame.format ?? '') || PACKED.has(frame.format)
    // Other formats, such as 10 bits a sample or a texture of the graphics card, are converted by the browser if it
    // can.
    const options: VideoFrameCopyToOptions = isKnown ? { rect } : { rect, format: 'RGBX' }
    const size = frame.allocationSize(options)
    if (bytes.length < size) bytes = new Uint8Array(size)
    const [{ offset, stride } = { offset: 0, stride: width }] = await frame.copyTo(bytes, options)
    const order = PACKED.get(isKnown ? frame.format : 'RGBX')
    if (order === undefined)
      return { grey: bytes.subarray(offset, offset + stride * height), width, height, stride }
    return { grey: folded(bytes.subarray(offset), stride, width, height, order), width, height }
  }

  return { copy }
}

/** Brightness of pixels of four bytes, by the weights of ITU-R BT.601 in 1/1024. */
export function folded(
  pixels: Uint8Array | Uint8ClampedArray,
  stride: number,
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number] = [0, 1, 2],
): Uint8Array {
  const grey = new Uint8Array(width * height)
  for (let y = 0, to = 0; y < height; y++) {
    for (let at = y * stride, end = at + 4 * width; at < end; at += 4, to++) {
      const [r, g, b] = [pixels[at + red] ?? 0, pixels[at + green] ?? 0, pixels[at + blue] ?? 0]
      grey[to] = (306 * r + 601 * g + 117 * b + 512) >> 10
    }
  }
  return grey
}
