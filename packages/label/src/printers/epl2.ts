import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes } from './bytes.ts'
import { checkOption, encodeError } from '../issue/encode-issue.ts'
import { bytesPerRow, packedRows } from '../raster/packed-rows.ts'

export interface Epl2Options {
  /**
   * `Q`: dots from one label to the next, 16 to 240, or 0 on a roll without gaps. Default 24, which is 3 mm at
   * 203 dpi.
   */
  readonly gap?: number | undefined
  /** `P`: labels to print, 1 to 65,535. Default 1. */
  readonly copies?: number | undefined
  /** `D`: 0 to 15. Left to the printer by default. */
  readonly density?: number | undefined
  /** `S`: 0 to 6; what a step means depends on the model. Left to the printer by default. */
  readonly speed?: number | undefined
}

const DEFAULT_GAP = 24

/** `Q` p1: "0-65535". */
const LONGEST = 65_535

/**
 * A label as an EPL2 page-mode stream for desktop printers of Zebra and Eltron: one `GW` of exactly the dots of
 * the bitmap.
 *
 * The data is binary and may hold any byte, line breaks too: send the stream unchanged.
 *
 * @throws ClaimtagError `bad-bitmap`, `bad-option`
 * @see EPL Programming Guide 14245L: `N`, `q`, `Q`, `D`, `S`, `GW`, `P`
 * @example
 * ```ts
 * const epl2 = encodeEpl2(bitmap, { gap: 24 })
 * ```
 */
export function encodeEpl2(bitmap: Bitmap, options: Epl2Options = {}): Uint8Array {
  const { gap = DEFAULT_GAP, copies = 1, density, speed } = options
  if (gap !== 0) checkOption('gap', gap, 16, 240)
  checkOption('copies', copies, 1, 65_535)
  const bytes = bytesPerRow(bitmap)
  if (bitmap.height > LONGEST) throw encodeError({ code: 'too-long', height: bitmap.height, most: LONGEST })
  // The blank line ends whatever an interrupted job left half sent. q and Q clear the image, so they come first.
  let commands = `\nq${bitmap.width}\nQ${bitmap.height},${gap}\n`
  if (density !== undefined) {
    checkOption('density', density, 0, 15)
    commands += `D${density}\n`
  }
  if (speed !== undefined) {
    checkOption('speed', speed, 0, 6)
    commands += `S${speed}\n`
  }
  commands += `N\nGW0,0,${bytes},${bitmap.height},`
  // A 0 bit burns a dot.
  return joinBytes([commands, packedRows(bitmap, 0xff), `\nP${copies}\n`])
}
