import type { Bitmap } from '../raster/bitmap.ts'
import { checkOption } from '../issue/encode-error.ts'
import { writeAscii } from './bytes.ts'
import type { PrintRow, RowSize } from './print-row.ts'
import { bytesPerRow, lastByteMask, packedRows } from '../raster/packed-rows.ts'
import { createStreamBuffer, reserve, type StreamBuffer } from './stream-buffer.ts'
import { zplClosing, zplOpening, type ZplOptions, zplRowFrame } from './zpl-format.ts'
import { writeCompressed, writeHex } from './zpl-graphic.ts'

export type { ZplOptions } from './zpl-format.ts'
export type { PrintRow, RowFrame, RowSize } from './print-row.ts'
export { createNativeZplRow, encodeNativeZpl, type NativeZplRow } from './encode-native-zpl.ts'
export type { NativeZplLabel, NativeZplSymbol, NativeZplText } from './zpl-native.ts'

export interface ZplRasterOptions extends ZplOptions {
  /** `false` sends plain hexadecimal, about five times as much, for readers without decompression. */
  readonly compress?: boolean | undefined
}

/** `^GF` parameters b and c: "1 to 99999. Out-of-range values are set to the nearest limit." */
const MAX_FIELD_BYTES = 99_999

/** One for all calls: making memory for each took a fifth of the time. Nothing of a label stays in it. */
let shared: StreamBuffer | undefined

/**
 * A label as a ZPL II stream whose graphic fields (`^GFA`) hold exactly the dots of the bitmap. A bitmap that is too
 * large for one field becomes several, one below the other.
 *
 * @throws EncodeError `bad-bitmap`, `bad-option`
 * @see ZPL II Programming Guide: `^GF`, `^PW`, `^LL`, `^LH`, `^PQ`, `^PR`, `^PO`, `^MM`, `^MN`, `~SD`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodeZpl } from '@claimtag/label/zpl'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const zpl = encodeZpl(labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {}), { copies: 2 })
 * console.log(Buffer.from(zpl).toString().includes('^PQ2')) // true
 * ```
 */
export function encodeZpl(bitmap: Bitmap, options: ZplRasterOptions = {}): Uint8Array {
  const closing = zplClosing(options)
  const opening = zplOpening(bitmap.width, bitmap.height, options)
  const fields = createFieldWriter(bitmap, options)
  const buffer = (shared ??= createStreamBuffer())
  return taken(buffer, writeText(buffer, fields(buffer, writeText(buffer, 0, opening), 0), closing))
}

/** Settings of a row: its place on the roll is that of the labels. */
export type ZplRowOptions = Omit<ZplRasterOptions, 'offset'>

/**
 * Prepares to print labels side by side: the fields of all of them are in one format.
 *
 * @throws EncodeError `bad-option`
 *
 * @example
 * ```ts
 * import { createZplRow } from '@claimtag/label/zpl'
 *
 * const { opening } = createZplRow({ width: 416, height: 200 })
 * console.log(Buffer.from(opening).toString()) // ^XA^PW416^LL200^LH0,0
 * ```
 */
export function createZplRow(size: RowSize, options: ZplRowOptions = {}): PrintRow {
  return {
    ...zplRowFrame(size, '', options),
    label(bitmap, left) {
      checkOption('left', left, 0, 32_000)
      const fields = createFieldWriter(bitmap, options)
      const buffer = (shared ??= createStreamBuffer())
      return taken(buffer, fields(buffer, 0, left))
    },
  }
}

/** Writes the fields of a label, and returns the position after them. */
type FieldWriter = (buffer: StreamBuffer, from: number, left: number) => number

function createFieldWriter(bitmap: Bitmap, { compress }: ZplRasterOptions): FieldWriter {
  const bytes = bytesPerRow(bitmap)
  const rowsPerField = Math.max(1, Math.floor(MAX_FIELD_BYTES / bytes))
  const plain = compress === false ? packedRows(bitmap, 0x00) : undefined
  const source = aligned(bitmap)
  return (buffer, from, left) => {
    let at = from
    for (let top = 0; top < bitmap.height; top += rowsPerField) {
      const rows = Math.min(rowsPerField, bitmap.height - top)
      const count = rows * bytes
      at = writeText(buffer, at, `^FO${left},${top}^GFA,${count},${count},${bytes},`)
      at =
        plain === undefined
          ? writeCompressed(buffer, at, source, top, rows, bytes, lastByteMask(bitmap.width))
          : writeHex(buffer, at, plain.subarray(top * bytes, top * bytes + count))
      at = writeText(buffer, at, '^FS')
    }
    return at
  }
}

/** A copy of what was written. */
function taken(buffer: StreamBuffer, end: number): Uint8Array {
  const stream = buffer.bytes.slice(0, end)
  buffer.bytes.fill(0, 0, end)
  return stream
}

function writeText(buffer: StreamBuffer, at: number, text: string): number {
  reserve(buffer, at + text.length)
  return writeAscii(buffer.bytes, at, text)
}

/** Rows are compared as 32-bit words, which must begin at an aligned address. */
function aligned(bitmap: Bitmap): Bitmap {
  const { data, stride, height } = bitmap
  if (((stride | data.byteOffset) & 3) === 0) return bitmap
  const wide = (stride + 3) & ~3
  const copy = new Uint8Array(wide * height)
  for (let y = 0; y < height; y += 1) copy.set(data.subarray(y * stride, (y + 1) * stride), y * wide)
  return { ...bitmap, stride: wide, data: copy }
}
