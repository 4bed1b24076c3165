import type { ErrorCorrection } from '@claimtag/qr'

/** A label that the printer draws itself. All lengths are dots. */
export interface NativeZplLabel {
  readonly width: number
  readonly height: number
  readonly symbols: readonly NativeZplSymbol[]
  readonly texts: readonly NativeZplText[]
}

export interface NativeZplSymbol {
  /** Printable ASCII, as every code is. */
  readonly text: string
  readonly errorCorrection: ErrorCorrection
  /** Dots a module, 1 to 10. */
  readonly magnification: number
  /** Position of the top left module, without the quiet zone. */
  readonly x: number
  readonly y: number
}

export interface NativeZplText {
  readonly text: string
  readonly x: number
  readonly y: number
  /** Height of the character cell, 10 to 32,000. A capital letter of font 0 has about 0.7 of it. */
  readonly height: number
}
