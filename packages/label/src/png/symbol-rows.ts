import type { QrSymbol } from '@claimtag/qr'
import { checkOption } from '../issue/encode-error.ts'
import { QUIET_ZONE } from '../layout/symbol-fit.ts'
import { type Bitmap, createBitmap } from '../raster/bitmap.ts'
import { inByteOrder, wideModules, widenRow } from '../raster/widen-row.ts'

export interface SymbolPngOptions {
  /** Dots on a side of a module, 1 to 1,000. */
  readonly dots: number
  /** Light modules on every side, 0 to 40; default 4 (ISO/IEC 18004, 9.1). */
  readonly quietZone?: number
  /** Dots per inch; without it the picture has no physical size. */
  readonly dpi?: number
}

/**
 * A row of dots for each row of modules: the other rows of a module are its copies.
 *
 * @throws EncodeError `bad-option`
 */
export function symbolRows(symbol: QrSymbol, { dots, quietZone = QUIET_ZONE }: SymbolPngOptions): Bitmap {
  // Up to this, a row of the largest symbol is within the reach of a copy.
  checkOption('dots', dots, 1, 1000)
  checkOption('quietZone', quietZone, 0, 40)
  const modules = symbol.size + 2 * quietZone
  const bitmap = createBitmap(modules * dots, modules)
  const words = new Int32Array(bitmap.data.buffer)
  const wide = wideModules(dots)
  for (let row = 0; row < symbol.size; row += 1) {
    widenRow(symbol, row, wide, (quietZone + row) * bitmap.stride * 8 + quietZone * dots, words)
  }
  inByteOrder(words)
  return bitmap
}
