import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The reader's WebAssembly as it was installed beside this package. */
export async function bundledWasm(): Promise<ArrayBuffer | undefined> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const { buffer, byteOffset, byteLength } = await readFile(path)
  return buffer.slice(byteOffset, byteOffset + byteLength)
}
