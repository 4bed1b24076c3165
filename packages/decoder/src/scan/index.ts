export {
  createScanner,
  type ScanOptions,
  type Scanner,
  type ScannerOptions,
  type ScanSignal,
} from './scanner.ts'
export { explain, ScanError, type ScanErrorCode, type ScanIssue } from './scan-error.ts'
export { textsOf, type Damage, type FoundSymbol, type Point, type Quad } from './found-symbol.ts'
export type { BlobImage, GreyImage, PixelImage, ScanImage } from './image.ts'
export type { DecodeImage } from './open-image.ts'
export type { WasmBytes } from './reader.ts'
export type { WasmSource } from './readers.ts'
