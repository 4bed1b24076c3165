import { enlarge, lighten, sharpen } from './enhance.ts'
import type { Grey } from './grey.ts'
import { openGrey, type OpenImage } from './open-image.ts'
import { GLOBAL_HISTOGRAM, SEARCH } from './read-options.ts'
import type { ReadOptions } from './reader.ts'

/** Another look at an image in which nothing was found. */
export interface Attempt {
  readonly enhanced: OpenImage
  readonly options: ReadOptions
  /** By how much it is larger than the image. */
  readonly scale: number
}

/** The looks, made one by one. */
export function* attempts(grey: Grey): Generator<Attempt> {
  yield { enhanced: openGrey(sharpen(grey)), options: SEARCH, scale: 1 }
  yield { enhanced: openGrey(lighten(grey)), options: SEARCH, scale: 1 }
  yield { enhanced: openGrey(enlarge(grey)), options: SEARCH, scale: 2 }
  yield { enhanced: openGrey(enlarge(sharpen(grey))), options: SEARCH, scale: 2 }
  yield { enhanced: openGrey(grey), options: { ...SEARCH, binarizer: GLOBAL_HISTOGRAM }, scale: 1 }
}
