import { encodeError } from '../issue/encode-error.ts'

/** Stock for Brother QL printers with a head of 720 pins, 300 dpi. */
export interface BrotherMedia {
  readonly kind: 'continuous' | 'die-cut'
  /** Whether it turns black or red, as DK-22251 does: the printer takes lines for both alone. */
  readonly twoColour?: true
  /** mm, as in the printer's own table. */
  readonly width: number
  /** mm, as in the printer's own table; 0 on a continuous roll. */
  readonly length: number
  /** Dots that can be printed across the tape. */
  readonly printableWidth: number
  /** Dots that can be printed along the tape: of a die-cut label all, of a continuous roll the maximum. */
  readonly printableLength: number
  /** Pins between the right end of the head and the printable part: tapes lie at the right. */
  readonly offset: number
}

/** Longest label on a continuous roll, 1 m; the shortest is 12.7 mm. (2.3.4 Maximum and minimum lengths) */
const LONGEST = 11_811
export const SHORTEST = 150

// Raster Command Reference QL-800/810W/820NWB and QL-710W/720NW, 2.3.2 Page size and 2.3.5 Raster line.
const MEDIA = {
  '12': continuous(12, 106, 29),
  '29': continuous(29, 306, 6),
  '38': continuous(38, 413, 12),
  '50': continuous(50, 554, 12),
  '54': continuous(54, 590, 0),
  '62': continuous(62, 696, 12),
  '62red': { ...continuous(62, 696, 12), twoColour: true },
  '17x54': dieCut(17, 54, 165, 566, 0),
  '17x87': dieCut(17, 87, 165, 956, 0),
  '23x23': dieCut(23, 23, 202, 202, 42),
  '29x42': dieCut(29, 42, 306, 425, 6),
  '29x90': dieCut(29, 90, 306, 991, 6),
  '38x90': dieCut(38, 90, 413, 991, 12),
  '39x48': dieCut(39, 48, 425, 495, 6),
  '52x29': dieCut(52, 29, 578, 271, 0),
  '62x29': dieCut(62, 29, 696, 271, 12),
  '62x100': dieCut(62, 100, 696, 1109, 12),
  round12: dieCut(12, 12, 94, 94, 113),
  round24: dieCut(24, 24, 236, 236, 42),
  round58: dieCut(58, 58, 618, 618, 51),
} satisfies Record<string, BrotherMedia>

export type BrotherMediaName = keyof typeof MEDIA

export const brotherMediaNames = Object.keys(MEDIA) as readonly BrotherMediaName[]

/**
 * The media of a name.
 *
 * @throws EncodeError `unknown-media`
 *
 * @example
 * ```ts
 * import { brotherMedia } from '@claimtag/label/brother'
 *
 * console.log(brotherMedia('62x29').printableWidth) // 696
 * ```
 */
export function brotherMedia(name: BrotherMediaName): BrotherMedia {
  if (!Object.hasOwn(MEDIA, name)) throw encodeError({ code: 'unknown-media', media: name })
  return MEDIA[name]
}

function continuous(width: number, printableWidth: number, offset: number): BrotherMedia {
  return { kind: 'continuous', width, length: 0, printableWidth, printableLength: LONGEST, offset }
}

function dieCut(
  width: number,
  length: number,
  printableWidth: number,
  printableLength: number,
  offset: number,
): BrotherMedia {
  return { kind: 'die-cut', width, length, printableWidth, printableLength, offset }
}
