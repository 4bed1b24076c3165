import type { Bitmap } from '../raster/bitmap.ts'

/** The static pictures of a job as bitmaps, by `artKey`. */
export type Art = ReadonlyMap<string, Bitmap>

/** A picture is rasterised once for each size at which it is shown. */
export function artKey(source: string, width: number, height: number): string {
  return `${width}x${height} ${source}`
}
