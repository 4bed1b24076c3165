import type { GreyImage, PixelImage } from './image.ts'

/** Grey pixels without gaps between the rows: what the attempts work on. */
export interface Grey {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

/** Copies rows that may lie apart to where they lie one behind the other. */
export function copyGrey({ grey, width, height, stride = width }: GreyImage, into: Uint8Array): void {
  if (stride === width) into.set(grey.subarray(0, width * height))
  else for (let y = 0; y < height; y++) into.set(grey.subarray(y * stride, y * stride + width), y * width)
}

/**
 * The luma of RGBA pixels (ITU-R BT.601) as they look on white paper: a canvas gives transparent pixels as black.
 */
export function foldToGrey({ data, width, height }: PixelImage, into: Uint8Array): void {
  const count = width * height
  for (let i = 0, at = 0; i < count; i++, at += 4) {
    const alpha = data[at + 3] as number
    const luma =
      (306 * (data[at] as number) + 601 * (data[at + 1] as number) + 117 * (data[at + 2] as number) + 512) >>
      10
    into[i] = alpha === 255 ? luma : 255 - Math.round(((255 - luma) * alpha) / 255)
  }
}
