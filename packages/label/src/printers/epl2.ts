import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes } from './bytes.ts'
import { checkOption, encodeError } from '../issue/encode-error.ts'
import { movedLabel, type PrintRow, type RowSize } from './print-row.ts'
import { bytesPerRow, packedRows } from '../raster/packed-rows.ts'

export interface Epl2Options {
  /**
   * `Q`: dots from one label to the next, 16 to 240, or 0 on a roll without gaps. Default 24, which is 3 mm at
   * 203 dpi.
   */
  readonly gap?: number | undefined
  /** `Q`: what tells one label from the next, the gap or a black mark of its height. Default `gap`. */
  readonly sensing?: 'gap' | 'mark' | undefined
  /** `Z`: 180 turns the label; the printer keeps it. Left to the printer by default. */
  readonly turn?: 0 | 180 | undefined
  /**
   * `C`: cuts behind every label, and every copy, when the printer has a cutter and this is enabled there (`O`). That
   * and the other hardware options are stored together, so none of them is sent. Default: does not ask for a cut.
   */
  readonly finish?: 'cut' | undefined
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
 * @see EPL Programming Guide 14245L: `N`, `q`, `Q`, `D`, `S`, `Z`, `GW`, `P`, `C`
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
  const [command, rows] = graphicParts(bitmap, 0)
  return joinBytes([opening(bitmap, options) + command, rows, END_OF_GRAPHIC + closing(options)])
}

/**
 * Prepares to print labels side by side: a `GW` for each, and one `P` for all of them.
 *
 * @throws EncodeError `bad-option`, `too-long`
 *
 * @example
 * ```ts
 * import { createEpl2Row } from '@claimtag/label/epl2'
 *
 * const { opening } = createEpl2Row({ width: 416, height: 200 })
 * console.log(Buffer.from(opening).toString().includes('q416')) // true
 * ```
 */
export function createEpl2Row(size: RowSize, options: Epl2Options = {}): PrintRow {
  return {
    opening: joinBytes([opening(size, options)]),
    closing: joinBytes([closing(options)]),
    label(bitmap, left) {
      checkOption('left', left, 0, LONGEST)
      const [command, rows] = graphicParts(bitmap, left)
      return joinBytes([command, rows, END_OF_GRAPHIC])
    },
    moved: (label, by) => movedLabel(GRAPHIC, label, by, 'first'),
  }
}

const GRAPHIC = 'GW'
const END_OF_GRAPHIC = '\n'

function graphicParts(bitmap: Bitmap, x: number): readonly [command: string, rows: Uint8Array] {
  // A 0 bit burns a dot.
  return [`${GRAPHIC}${x},0,${bytesPerRow(bitmap)},${bitmap.height},`, packedRows(bitmap, 0xff)]
}

/** Everything before the first graphic. */
function opening(
  { width, height }: RowSize,
  { gap = DEFAULT_GAP, sensing = 'gap', turn, density, speed }: Epl2Options,
): string {
  const isMarked = sensing === 'mark'
  if (gap !== 0 || isMarked) checkOption('gap', gap, 16, 240)
  if (height > LONGEST) throw encodeError({ code: 'too-long', height, most: LONGEST })
  // The blank line ends an interrupted job's half-sent command. q and Q clear the image, so they come first.
  // Black marks need an offset, and none is moved.
  let commands = `\nq${width}\nQ${height},${isMarked ? `B${gap},0` : gap}\n`
  if (turn !== undefined) commands += `Z${turn === 180 ? 'B' : 'T'}\n`
  if (density !== undefined) {
    checkOption('density', density, 0, 15)
    commands += `D${density}\n`
  }
  if (speed !== undefined) {
    checkOption('speed', speed, 0, 6)
    commands += `S${speed}\n`
  }
  return `${commands}N\n`
}

/** Everything after the last graphic. */
function closing({ copies = 1, finish }: Epl2Options): string {
  checkOption('copies', copies, 1, 65_535)
  // P leaves the image, so that each copy is printed and cut by itself.
  return finish === 'cut' ? 'P1\nC\n'.repeat(copies) : `P${copies}\n`
}
