/** How to look at pixels, in the reader's own form (`ZXingReaderOptions` of zxing-wasm). */
export interface ReadOptions {
  readonly formats: string
  readonly tryHarder: boolean
  readonly tryRotate: boolean
  readonly tryInvert: boolean
  readonly tryDownscale: boolean
  readonly tryDenoise: boolean
  readonly binarizer: number
  readonly isPure: boolean
  readonly downscaleFactor: number
  readonly downscaleThreshold: number
  readonly minLineCount: number
  readonly maxNumberOfSymbols: number
  readonly validateOptionalChecksum: boolean
  readonly returnErrors: boolean
  readonly eanAddOnSymbol: number
  readonly textMode: number
  readonly characterSet: number
  readonly tryCode39ExtendedMode: boolean
}

// Positions in zxing-wasm's list of binarizers: the threshold of a neighbourhood, of the whole picture, and 127.
const LOCAL_AVERAGE = 0
export const GLOBAL_HISTOGRAM = 1
export const FIXED_THRESHOLD = 2

/** A kind of symbol that is looked for. */
export type Symbology = 'qr' | 'code128' | 'datamatrix'

/** For a phone's picture: also turned, inverted, and in smaller sizes. */
export const SEARCH: ReadOptions = {
  // Not QRCode, which takes in Micro QR: finder patterns were taken for such codes, and read as texts that are nowhere.
  formats: 'QRCodeModel2',
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: LOCAL_AVERAGE,
  isPure: false,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  minLineCount: 2,
  maxNumberOfSymbols: 0xff,
  validateOptionalChecksum: false,
  returnErrors: true,
  eanAddOnSymbol: 0,
  // Plain: the reader's default rewrites GS1 and other structured content.
  textMode: 0,
  characterSet: 0,
  tryCode39ExtendedMode: true,
}

/** A frame of a camera: another one comes at once. */
export const FRAME: ReadOptions = { ...SEARCH, tryInvert: false, tryDownscale: false }

/** One upright, sharply drawn symbol and nothing else. */
export const PURE: ReadOptions = {
  ...FRAME,
  // The reader finds no model 2 alone in this mode.
  formats: 'QRCode',
  isPure: true,
  binarizer: FIXED_THRESHOLD,
  maxNumberOfSymbols: 1,
}

/** Other bar codes on a label of our own, to see what was printed there. */
export const BARCODES: Readonly<Record<Exclude<Symbology, 'qr'>, ReadOptions>> = {
  code128: { ...SEARCH, formats: 'Code128' },
  datamatrix: { ...SEARCH, formats: 'DataMatrix' },
}
