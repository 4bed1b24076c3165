import { MOST } from './art-limits.ts'
import { loadSharp } from './load-sharp.ts'

/** Grey pixels, a byte each, row by row; 0 is black. */
export interface GreyPicture {
  readonly grey: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * Decodes a photograph or a screenshot, on white where it is transparent, with the package sharp: for scanners in Node,
 * which has no decoder of its own.
 *
 * @returns `undefined` where sharp is not installed, or cannot decode this kind
 * @throws Error when the picture is damaged, or has more than 64 megapixels
 *
 * @example
 * ```ts
 * import { decodePicture } from '@claimtag/label/art'
 * import { createScanner } from '@claimtag/decoder/scan'
 *
 * const scanner = createScanner({ decodeImage: decodePicture })
 * scanner.close()
 * ```
 */
export async function decodePicture(bytes: Uint8Array): Promise<GreyPicture | undefined> {
  const sharp = await loadSharp()
  if (sharp === undefined) return undefined
  const { data, info } = await sharp(bytes, { limitInputPixels: MOST.pixels })
    .flatten({ background: '#fff' })
    .greyscale()
    .extractChannel(0)
    .raw()
    .timeout({ seconds: MOST.seconds })
    .toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height }
}
