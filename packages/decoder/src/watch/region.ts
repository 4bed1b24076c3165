import type { GreyImage, Point, Quad } from '../scan/index.ts'

/** A part of a frame, in its pixels. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** The square in the middle of a frame, or as much of it as the frame has; at even pixels, as chroma planes need. */
export function centreSquare({ width, height }: Size, side: number): Region {
  const own = Math.min(side, width, height) & ~1
  return { x: ((width - own) / 2) & ~1, y: ((height - own) / 2) & ~1, width: own, height: own }
}

/** A part of an image, without a copy: the rows stay as far apart as they were. */
export function cropped({ grey, width, stride = width }: GreyImage, part: Region): GreyImage {
  const begin = part.y * stride + part.x
  const end = begin + (part.height - 1) * stride + part.width
  return { grey: grey.subarray(begin, end), width: part.width, height: part.height, stride }
}

/** Corners in an image that shows `region` at `scale` pixels for one of the frame, as corners in the frame. */
export function inFrame([a, b, c, d]: Quad, { x, y }: Region, scale: number): Quad {
  const moved = (point: Point): Point => ({ x: x + point.x / scale, y: y + point.y / scale })
  return [moved(a), moved(b), moved(c), moved(d)]
}
