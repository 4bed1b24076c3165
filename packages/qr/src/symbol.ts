/** How much of a damaged symbol can be restored: about 7, 15, 25 or 30 % of its codewords. */
export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H'

/**
 * A finished QR Code symbol, without its quiet zone (which is 4 light modules on every side).
 *
 * Rows come as 32-bit words, so that a caller can copy, shift or transpose 32 modules at a time.
 */
export interface QrSymbol {
  /** 1 to 40. */
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  /** The mask pattern in use, 0 to 7. */
  readonly mask: number
  /** Modules on a side: `17 + 4 × version`. */
  readonly size: number
  /**
   * Row-major, `wordsPerRow` words a row; 1 is dark. Module x of row y is bit `31 - (x & 31)`
   * of `rows[y * wordsPerRow + (x >>> 5)]`; bits past `size` are 0.
   */
  readonly rows: Uint32Array
  readonly wordsPerRow: number
  /** True when module (x, y) is dark. Outside the symbol everything is light. */
  get(this: void, x: number, y: number): boolean
}

export function createSymbol(
  version: number,
  errorCorrection: ErrorCorrection,
  mask: number,
  rows: Uint32Array,
): QrSymbol {
  const size = 17 + 4 * version
  const wordsPerRow = rows.length / size
  // A shift uses only the last five bits of x. `rows` has no words for a y outside the symbol, nor for a negative x.
  const get = (x: number, y: number): boolean => x < size && rows[y * wordsPerRow + (x >>> 5)]! << x < 0
  return { version, errorCorrection, mask, size, rows, wordsPerRow, get }
}
