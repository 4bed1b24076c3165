import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes } from './bytes.ts'
import { checkOption, encodeError } from '../issue/encode-error.ts'
import { movedLabel, type PrintRow } from './print-row.ts'
import { bytesPerRow, packedRows } from '../raster/packed-rows.ts'
import type { Stock } from '../template/template.ts'

export interface TsplOptions {
  /** Size of the labels on the roll, mm; a template's `stock` fits. `gap` 3 by default, 0 on a roll without gaps. */
  readonly stock: Pick<Stock, 'width' | 'height' | 'gap'>
  /** `PRINT`: labels to print, 1 to 999,999,999. Default 1. */
  readonly copies?: number | undefined
  /** `DENSITY`: 0 to 15. Left to the printer by default. */
  readonly density?: number | undefined
  /** `SPEED`: inches a second, 1 to 18. Left to the printer by default. */
  readonly speed?: number | undefined
  /** `DIRECTION`: 1 turns the label by 180°. Default 0. */
  readonly direction?: 0 | 1 | undefined
  /** `SET TEAR`, `PEEL`, `CUTTER`: what becomes of a label when it is printed. Left to the printer by default. */
  readonly finish?: 'tear' | 'peel' | 'cut' | undefined
  /** `SET CUTTER`: cuts after every so many labels, 1 to 65,535. Default 1. */
  readonly cutEvery?: number | undefined
  /** `GAP` or `BLINE`: what tells one label from the next, a gap or a black mark of that height. Default `gap`. */
  readonly sensing?: 'gap' | 'mark' | undefined
  /** Position of the bitmap's top left dot, dots. Default 0, 0. */
  readonly offset?: { readonly x: number; readonly y: number } | undefined
}

const DEFAULT_GAP = 3

/** One dot at 203 dpi, and more than the longest label of the widest family. */
const [LEAST_MM, LONGEST_MM] = [0.125, 2540]

/** `BITMAP` mode 0 overwrites; 1 and 2 combine with the dots below by OR and XOR. */
const OVERWRITE = 0

/**
 * A label as a TSPL stream for printers of TSC and the many that imitate it: one `BITMAP` of exactly the dots of the
 * bitmap. The printer learns the stock from `SIZE` and `GAP`, hence millimetres.
 *
 * The data is binary and may contain any byte, also line breaks: send the stream unchanged.
 *
 * @throws EncodeError `bad-bitmap`, `bad-option`
 * @see TSPL/TSPL2 Programming Manual: `SIZE`, `GAP`, `DIRECTION`, `CLS`, `BITMAP`, `PRINT`, `DENSITY`, `SPEED`,
 *   `BLINE`, `SET`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodeTspl } from '@claimtag/label/tspl'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const bitmap = labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})
 * const tspl = encodeTspl(bitmap, { stock: defaultTemplate.stock })
 * console.log(Buffer.from(tspl).toString('latin1').startsWith('\r\nSIZE 50 mm')) // true
 * ```
 */
export function encodeTspl(bitmap: Bitmap, options: TsplOptions): Uint8Array {
  const { offset = { x: 0, y: 0 } } = options
  checkOption('offset.x', offset.x, 0, MOST_DOTS)
  checkOption('offset.y', offset.y, 0, MOST_DOTS)
  const [command, rows] = bitmapParts(bitmap, offset.x, offset.y)
  return joinBytes([opening(options) + command, rows, END_OF_BITMAP + closing(options)])
}

/** Settings of a row: its place on the roll is that of the labels. */
export type TsplRowOptions = Omit<TsplOptions, 'offset'>

/**
 * Prepares to print labels side by side: a `BITMAP` for each, and one `PRINT` for all of them. The stock is as wide as
 * the labels with the gaps between them.
 *
 * @throws EncodeError `bad-option`
 *
 * @example
 * ```ts
 * import { createTsplRow } from '@claimtag/label/tspl'
 *
 * const { opening, closing } = createTsplRow({ stock: { width: 52, height: 25 } })
 * console.log(opening.length > 0, Buffer.from(closing).toString().trim()) // true PRINT 1,1
 * ```
 */
export function createTsplRow(options: TsplRowOptions): PrintRow {
  return {
    opening: joinBytes([opening(options)]),
    closing: joinBytes([closing(options)]),
    label(bitmap, left) {
      checkOption('left', left, 0, MOST_DOTS)
      const [command, rows] = bitmapParts(bitmap, left, 0)
      return joinBytes([command, rows, END_OF_BITMAP])
    },
    moved: (label, by) => movedLabel(BITMAP, label, by, 'first'),
  }
}

const BITMAP = 'BITMAP '
const END_OF_BITMAP = '\r\n'
const MOST_DOTS = 32_000

function bitmapParts(bitmap: Bitmap, x: number, y: number): readonly [command: string, rows: Uint8Array] {
  const command = `${BITMAP}${x},${y},${bytesPerRow(bitmap)},${bitmap.height},${OVERWRITE},`
  // A 0 bit burns a dot.
  return [command, packedRows(bitmap, 0xff)]
}

/** Everything before the first bitmap. */
function opening({
  stock,
  density,
  speed,
  direction = 0,
  finish,
  cutEvery = 1,
  sensing = 'gap',
}: TsplRowOptions): string {
  checkOption('direction', direction, 0, 1)
  // The blank line ends an interrupted job's half-sent command.
  let commands = `\r\nSIZE ${mm('stock.width', stock.width, LEAST_MM)},${mm('stock.height', stock.height, LEAST_MM)}\r\n`
  checkOption('cutEvery', cutEvery, 1, 65_535)
  commands += `${SENSING[sensing]} ${mm('stock.gap', stock.gap ?? DEFAULT_GAP, 0)},0 mm\r\nDIRECTION ${direction}\r\n`
  if (density !== undefined) {
    checkOption('density', density, 0, 15)
    commands += `DENSITY ${density}\r\n`
  }
  if (speed !== undefined) {
    checkOption('speed', speed, 1, 18)
    commands += `SPEED ${speed}\r\n`
  }
  if (finish !== undefined) commands += finishing(finish, cutEvery)
  return `${commands}CLS\r\n`
}

/** Everything after the last bitmap. */
function closing({ copies = 1 }: TsplRowOptions): string {
  checkOption('copies', copies, 1, 999_999_999)
  return `PRINT 1,${copies}\r\n`
}

const SENSING = { gap: 'GAP', mark: 'BLINE' } as const

/** Each is switched: what an earlier job has set stays, also when the printer is switched off. */
function finishing(finish: 'tear' | 'peel' | 'cut', cutEvery: number): string {
  const switched = (one: string): string => (finish === one ? 'ON' : 'OFF')
  const cutter = finish === 'cut' ? String(cutEvery) : 'OFF'
  return `SET TEAR ${switched('tear')}\r\nSET PEEL ${switched('peel')}\r\nSET CUTTER ${cutter}\r\n`
}

/** Hundredths are finer than any printer's dot; more digits would only show how a length was computed. */
function mm(option: string, length: number, least: number): string {
  if (!(length >= least && length <= LONGEST_MM)) {
    throw encodeError({ code: 'bad-option', option, value: length, least, most: LONGEST_MM })
  }
  return `${Math.round(length * 100) / 100} mm`
}
