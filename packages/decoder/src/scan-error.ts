export type ScanErrorCode = 'unreadable-image' | 'image-too-large' | 'wasm-missing'

const SENTENCES = {
  'unreadable-image':
    'The bytes are not an image that can be read (PNG and JPEG can), or the pixels do not fill width × height.',
  'image-too-large': 'The image has more than 64 megapixels; scale it down first.',
  'wasm-missing':
    "The reader's WebAssembly is not loaded: pass the bytes of zxing-wasm/reader/zxing_reader.wasm as `wasm`.",
} satisfies Record<ScanErrorCode, string>

/** Why an image could not be searched at all. An image without a code is no error: `scan` returns `[]`. */
export class ScanError extends Error {
  override readonly name = 'ScanError'
  readonly code: ScanErrorCode

  constructor(code: ScanErrorCode) {
    super(SENTENCES[code])
    this.code = code
  }
}
