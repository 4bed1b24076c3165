import { createStreamBuffer } from './stream-buffer.ts'
import type { RowFrame, RowSize } from './print-row.ts'
import { fillZplFrame, NATIVE_COMMANDS, type NativeZplFrame, nativeZplFrame } from './zpl-frame.ts'
import { type ZplOptions, zplRowFrame } from './zpl-format.ts'
import type { NativeZplLabel } from './zpl-native.ts'

/**
 * A label in ZPL's own commands, a thirtieth of the bytes of a raster: the printer draws the symbol (`^BQ`) and the
 * text (`^A0`). Its firmware decides how: version, segments and mask of the symbol may differ from those of the plan,
 * and so its size; the font is the printer's, and a character that it lacks is left out. Nothing can be verified
 * before it is printed: read the printed label, or print the raster (`encodeZpl`) instead.
 *
 * @throws EncodeError `bad-character` (text that is not printable, or a symbol's that is not ASCII), `bad-option` (a
 *   length that the command does not take)
 * @see ZPL II Programming Guide: `^BQ` with "Considerations for ^FD When Using the QR Code", `^A`, `^CI`, `^FH`
 *
 * @example
 * ```ts
 * import { encodeNativeZpl } from '@claimtag/label/zpl'
 *
 * const text = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004'
 * const symbol = { text, errorCorrection: 'M', magnification: 5, x: 20, y: 20 } as const
 * const zpl = encodeNativeZpl({ width: 400, height: 200, symbols: [symbol], texts: [] })
 * console.log(Buffer.from(zpl).toString().startsWith('^XA')) // true
 * ```
 */
export function encodeNativeZpl(label: NativeZplLabel, options: ZplOptions = {}): Uint8Array {
  return filled(label, nativeZplFrame(label, options))
}

/** What labels side by side have in common, when the printer draws them itself. */
export interface NativeZplRow extends RowFrame {
  /** The bytes of one label, whose left edge is so many dots from that of the first place. */
  readonly label: (label: NativeZplLabel, left: number) => Uint8Array
}

/**
 * Prepares to print labels side by side that the printer draws itself.
 *
 * @throws EncodeError `bad-option`
 *
 * @example
 * ```ts
 * import { createNativeZplRow } from '@claimtag/label/zpl'
 *
 * const { opening } = createNativeZplRow({ width: 416, height: 200 })
 * console.log(Buffer.from(opening).toString().startsWith('^XA^PW416')) // true
 * ```
 */
export function createNativeZplRow(size: RowSize, options: Omit<ZplOptions, 'offset'> = {}): NativeZplRow {
  return {
    ...zplRowFrame(size, NATIVE_COMMANDS, options),
    label: (label, left) => filled(label, nativeZplFrame(label, {}, left)),
  }
}

function filled(label: NativeZplLabel, frame: NativeZplFrame): Uint8Array {
  const codes = label.symbols.map(({ text }) => text)
  const texts = label.texts.map(({ text }) => text)
  return fillZplFrame(createStreamBuffer(), frame, { codes, texts }).slice()
}
