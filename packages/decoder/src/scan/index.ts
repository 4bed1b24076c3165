export {
  createScanner,
  type ScanOptions,
  type Scanner,
  type ScannerOptions,
  type ScanSignal,
} from './scanner.ts'
export { explain, ScanError, type ScanErrorCode, type ScanIssue } from './scan-error.ts'
export type { Symbology } from './reader/read-options.ts'
export { textsOf, type Damage, type FoundSymbol, type Point, type Quad } from './reader/found-symbol.ts'
export type { BlobImage, GreyImage, PixelImage, ScanImage } from './picture/image.ts'
export type { DecodeImage } from './picture/open-image.ts'
export type { WasmBytes } from './reader/reader.ts'
export type { WasmSource } from './reader/readers.ts'
