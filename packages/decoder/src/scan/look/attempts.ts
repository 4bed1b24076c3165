import { bleach, darken, enlarge, halve, lighten, sharpen, smooth } from './enhance.ts'
import { flatten } from './flatten.ts'
import type { FoundSymbol } from '../reader/found-symbol.ts'
import type { Grey } from '../picture/grey.ts'
import { FIXED_THRESHOLD, GLOBAL_HISTOGRAM, SEARCH } from '../reader/read-options.ts'
import type { ReadOptions } from '../reader/read-options.ts'
import { DIRECTIONS, unblur, unshake } from './unblur.ts'

/** Another look at an image in which no text was found. */
export interface Attempt {
  readonly grey: Grey
  readonly options: ReadOptions
  /** By how much it is larger than the image. */
  readonly scale: number
  /** The symbol that it shows alone, drawn flat. */
  readonly of?: FoundSymbol
}

/** Symbols that are bent: more are noise that looks like symbols. */
const MOST_BENT = 4
/** Enlarging goes so far only, in pixels: beyond, no module is too small. */
const MOST_ENLARGED = 4e6
/** The shorter side of the smallest picture that is looked at: 37 modules at 3 pixels. */
const SMALLEST = 110

/**
 * The looks, made one by one when they are asked for, those first that read the most for their time.
 *
 * @param found in the first look: symbols that are damaged
 */
export function* attempts(grey: Grey, found: readonly FoundSymbol[]): Generator<Attempt> {
  for (const symbol of found.slice(0, MOST_BENT)) {
    for (const flat of flatten(grey, symbol.corners)) yield { ...look(flat), of: symbol }
  }
  // Strokes of a pen.
  yield look(bleach(grey, 0.3))
  for (let [small, scale] = [halve(grey), 0.5]; shorterSide(small) >= SMALLEST; scale /= 2) {
    // Blurred, dim, noisy, printed too thick or too thin.
    yield look(enlarge(unblur(small, 2, 4)), 2 * scale)
    for (const direction of DIRECTIONS) yield look(unshake(small, direction), scale)
    small = halve(small)
  }
  const isSmall = grey.pixels.length <= MOST_ENLARGED
  if (isSmall) yield look(enlarge(sharpen(sharpen(grey))), 2)
  const smoothed = smooth(grey)
  // Noise; noise and blur; streaks of dots that a printer lost.
  yield look(smoothed)
  yield look(unblur(smoothed, 3, 16))
  if (isSmall) for (const direction of DIRECTIONS) yield look(unshake(smoothed, direction))
  yield look(lighten(grey))
  yield look(darken(grey))
  yield { ...look(bleach(grey, 0.2)), options: { ...SEARCH, binarizer: FIXED_THRESHOLD } }
  yield { ...look(grey), options: { ...SEARCH, binarizer: GLOBAL_HISTOGRAM } }
}

function look(grey: Grey, scale = 1): Attempt {
  return { grey, options: SEARCH, scale }
}

function shorterSide({ width, height }: Grey): number {
  return Math.min(width, height)
}
