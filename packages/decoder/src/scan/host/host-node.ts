import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

export { decodeByHost, pause } from './host-elsewhere.ts'

/** The reader's WebAssembly as it was installed beside this package. */
export function bundledWasm(): Promise<Uint8Array | undefined> {
  return readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
}
