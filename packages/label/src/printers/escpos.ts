import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes, littleEndian16 } from './bytes.ts'
import { checkOption, encodeError } from '../issue/encode-error.ts'
import { bytesPerRow, packedRows } from '../raster/packed-rows.ts'

export interface EscPosOptions {
  /** Dots of the print head (usually 384 or 576). When given, a wider bitmap is refused instead of cut off. */
  readonly headDots?: number | undefined
  /** Rows sent at a time, 1 to 2,303. Default 255: simple printers ignore the higher byte of the number of rows. */
  readonly rowsPerChunk?: number | undefined
  /** `ESC J`: paper fed after the label, in the printer's vertical units (usually dots), 0 to 255. Default 0. */
  readonly feed?: number | undefined
  /** `GS V`: feeds the label to the cutter and cuts. Default `none`. */
  readonly cut?: 'none' | 'partial' | 'full' | undefined
  /** ESC/POS has no command for copies: the stream repeats the label. 1 to 1,000. Default 1. */
  readonly copies?: number | undefined
}

const ESC = 0x1b
const GS = 0x1d
const [AT, J, V_UPPER, V_LOWER, ZERO] = [0x40, 0x4a, 0x56, 0x76, 0x30]

/** `GS v 0`, m = 0: one dot of data is one dot on paper. */
const NORMAL_SIZE = 0

/** `GS v 0` counts the bytes of a row in two bytes. */
const WIDEST = 65_535 * 8

/** `GS V`, function B: feed to the cutting position, then cut. */
const CUT = { full: 65, partial: 66 } as const

/**
 * A label as an ESC/POS stream for receipt printers: raster bit images (`GS v 0`) of exactly the dots of the bitmap,
 * in chunks that follow each other without a seam.
 *
 * The stream begins with `ESC @`, which clears what an earlier job left in the printer, also its settings.
 *
 * @throws EncodeError `bad-bitmap`, `bad-option`, `too-wide`
 * @see Epson ESC/POS command reference: `ESC @`, `GS v 0`, `ESC J`, `GS V` function B
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodeEscPos } from '@claimtag/label/escpos'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const bitmap = labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})
 * console.log(encodeEscPos(bitmap, { headDots: 576, cut: 'partial' })[0]) // 27
 * ```
 */
export function encodeEscPos(bitmap: Bitmap, options: EscPosOptions = {}): Uint8Array {
  const { headDots = WIDEST, rowsPerChunk = 255, feed = 0, cut = 'none', copies = 1 } = options
  checkOption('rowsPerChunk', rowsPerChunk, 1, 2303)
  checkOption('feed', feed, 0, 255)
  checkOption('copies', copies, 1, 1000)
  const bytes = bytesPerRow(bitmap)
  if (bitmap.width > headDots) throw encodeError({ code: 'too-wide', width: bitmap.width, most: headDots })
  const rows = packedRows(bitmap, 0x00)
  const label: ArrayLike<number>[] = []
  for (let top = 0; top < bitmap.height; top += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, bitmap.height - top)
    label.push([GS, V_LOWER, ZERO, NORMAL_SIZE, ...littleEndian16(bytes), ...littleEndian16(count)])
    label.push(rows.subarray(top * bytes, (top + count) * bytes))
  }
  if (feed > 0) label.push([ESC, J, feed])
  if (cut !== 'none') label.push([GS, V_UPPER, CUT[cut], 0])
  return joinBytes([[ESC, AT], ...Array.from({ length: copies }, () => label).flat()])
}
