import type { Bitmap } from '../raster/bitmap.ts'
import { brotherMedia, SHORTEST, type BrotherMedia, type BrotherMediaName } from './brother-media.ts'
import { HEAD_BYTES, headRows } from './brother-rows.ts'
import { joinBytes, littleEndian16 } from './bytes.ts'
import { packBits } from './pack-bits.ts'
import { checkOption } from '../issue/encode-error.ts'

export { brotherMedia, brotherMediaNames, type BrotherMedia, type BrotherMediaName } from './brother-media.ts'

export interface BrotherOptions {
  /** The loaded media: mm across the tape, `x`, mm along it; the printer refuses to print on any other. */
  readonly media: BrotherMediaName
  /** Cuts after every label. Default true. */
  readonly cut?: boolean | undefined
  /** TIFF PackBits; a fifth of the bytes. QL-500 to 570, 700 and 800 do not support it. Default false. */
  readonly compress?: boolean | undefined
  /** Priority to quality instead of speed. Default true. */
  readonly quality?: boolean | undefined
  /** Pages of the job, 1 to 1,000. Default 1. */
  readonly copies?: number | undefined
}

const ESC = 0x1b
const I = 0x69

/** Ends an interrupted job's half-sent command: no model needs more bytes for that. */
const INVALIDATE = new Uint8Array(400)

const [SWITCH_TO_RASTER, PRINT_INFORMATION, VARIOUS_MODE] = [0x61, 0x7a, 0x4d]
const [CUT_EACH, EXPANDED_MODE, MARGIN] = [0x41, 0x4b, 0x64]
const SELECT_COMPRESSION = [0x4d, 0x02]
const [RASTER_LINE, PRINT_PAGE, PRINT_LAST_PAGE] = [0x67, 0x0c, 0x1a]

// ESC i z, n1: which of the following values the printer compares with the loaded media.
const [VALID_KIND, VALID_WIDTH, VALID_LENGTH, QUALITY, RECOVERY] = [0x02, 0x04, 0x08, 0x40, 0x80]
const KIND = { continuous: 0x0a, 'die-cut': 0x0b } as const

const AUTO_CUT = 0x40
const CUT_AT_END = 0x08

/** Expanded mode, bit 0: each row is two `w` lines, of high energy for black and of low energy for red. */
const TWO_COLOURS = 0x01
const [COLOUR_LINE, BLACK, RED] = [0x77, 0x01, 0x02]
const NO_RED = new Uint8Array(HEAD_BYTES)

/** 3 mm before and after a label on a continuous roll; a die-cut label takes 0. */
const CONTINUOUS_MARGIN = 35

/**
 * A label as a raster job for a Brother QL printer with a head of 720 pins: QL-500 to 820, not QL-1050 to 1115, whose
 * head is wider. The bitmap must be drawn for 300 dpi and lies in the middle of the label; its margins, where the
 * printer cannot print, must be white. Row 0 leaves the printer first: a label that reads along the tape has to be
 * drawn turned. The roll for two colours (`62red`, DK-22251, QL-800 and later) is printed black.
 *
 * @throws EncodeError `bad-bitmap`, `bad-option`, `unknown-media`, `off-media` (black dots beyond the printable
 *   part), `too-long` (a continuous label above 1 m)
 * @see Brother Raster Command Reference QL-800/810W/820NWB and QL-710W/720NW, chapters 2 and 4
 *
 * @example
 * ```ts
 * import { createLabeller, presets } from '@claimtag/label'
 * import { encodeBrother } from '@claimtag/label/brother'
 *
 * const labeller = createLabeller(presets['device-62x29']!, { dpi: 300 })
 * const bitmap = labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(encodeBrother(bitmap, { media: '62x29' }).at(-1) === 0x1a) // true
 * ```
 */
export function encodeBrother(bitmap: Bitmap, options: BrotherOptions): Uint8Array {
  const { cut = true, compress = false, copies = 1 } = options
  checkOption('copies', copies, 1, 1000)
  const media = brotherMedia(options.media)
  const rows = headRows(bitmap, media, options.media, media.kind === 'continuous' ? SHORTEST : 0)
  const packed = (row: Uint8Array): ArrayLike<number> => (compress ? packBits(row) : row)
  const red = packed(NO_RED)
  const lines: ArrayLike<number>[] = []
  for (let at = 0; at < rows.length; at += HEAD_BYTES) {
    const row = packed(rows.subarray(at, at + HEAD_BYTES))
    if (media.twoColour === undefined) lines.push([RASTER_LINE, 0, row.length], row)
    else lines.push([COLOUR_LINE, BLACK, row.length], row, [COLOUR_LINE, RED, red.length], red)
  }
  const expanded = (cut ? CUT_AT_END : 0) | (media.twoColour === undefined ? 0 : TWO_COLOURS)
  const job: ArrayLike<number>[] = [INVALIDATE, [ESC, 0x40]]
  for (let page = 0; page < copies; page += 1) {
    job.push([ESC, I, SWITCH_TO_RASTER, 1])
    job.push(printInformation(media, rows.length / HEAD_BYTES, page, options.quality ?? true))
    job.push([ESC, I, VARIOUS_MODE, cut ? AUTO_CUT : 0])
    if (cut) job.push([ESC, I, CUT_EACH, 1])
    job.push([ESC, I, EXPANDED_MODE, expanded])
    job.push([ESC, I, MARGIN, ...littleEndian16(media.kind === 'continuous' ? CONTINUOUS_MARGIN : 0)])
    if (compress) job.push(SELECT_COMPRESSION)
    for (const line of lines) job.push(line)
    job.push([page < copies - 1 ? PRINT_PAGE : PRINT_LAST_PAGE])
  }
  return joinBytes(job)
}

function printInformation(media: BrotherMedia, rows: number, page: number, quality: boolean): number[] {
  const valid = VALID_KIND | VALID_WIDTH | (media.kind === 'die-cut' ? VALID_LENGTH : 0)
  const flags = valid | (quality ? QUALITY : 0) | RECOVERY
  const size = [KIND[media.kind], media.width, media.length]
  return [ESC, I, PRINT_INFORMATION, flags, ...size, ...littleEndian16(rows), 0, 0, page === 0 ? 0 : 1, 0]
}
