import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes } from './bytes.ts'
import { checkOption, encodeError } from '../issue/encode-error.ts'
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
  /** `S`: 0 to 6; the meaning of a step depends on the model. Left to the printer by default. */
  readonly speed?: number | undefined
}

const DEFAULT_GAP = 24

/** `Q` p1: "0-65535". */
const LONGEST = 65_535

/**
 * A label as an EPL2 page-mode stream for desktop printers of Zebra and Eltron: one `GW` of exactly the dots of the
 * bitmap.
 *
 * The data is binary and may contain any byte, also line breaks: send the stream unchanged.
 *
 * @throws EncodeError `bad-bitmap`, `bad-option`, `too-long`
 * @see EPL Programming Guide 14245L: `N`, `q`, `Q`, `D`, `S`, `GW`, `P`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodeEpl2 } from '@claimtag/label/epl2'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const epl2 = encodeEpl2(labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {}), { gap: 24 })
 * console.log(Buffer.from(epl2).toString('latin1').startsWith('\nq400\n')) // true
 * ```
 */
export function encodeEpl2(bitmap: Bitmap, options: Epl2Options = {}): Uint8Array {
  const { gap = DEFAULT_GAP, copies = 1, density, speed } = options
  if (gap !== 0) checkOption('gap', gap, 16, 240)
  checkOption('copies', copies, 1, 65_535)
  const bytes = bytesPerRow(bitmap)
  if (bitmap.height > LONGEST) throw encodeError({ code: 'too-long', height: bitmap.height, most: LONGEST })
  // The blank line ends an interrupted job's half-sent command. q and Q clear the image, so they come first.
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
