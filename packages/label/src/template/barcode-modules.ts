/** A kind of bar code beside the QR symbol. */
export type BarcodeKind = 'code128' | 'datamatrix'

/** The modules of a bar code; one of lines alone has a single row. */
export interface BarcodeModules {
  readonly columns: number
  readonly rows: number
  /** 1 for each dark module, row by row. */
  readonly dark: Uint8Array
}

/**
 * Makes the modules of a text of printable ASCII; `undefined` for a text that is too long. The library that does is
 * large, so it is a port: `loadBarcodes` of `@claimtag/label/barcodes` opens it.
 */
export type BarcodeEncoder = (kind: BarcodeKind, text: string) => BarcodeModules | undefined
