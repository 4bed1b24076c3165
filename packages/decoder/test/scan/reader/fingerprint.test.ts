import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { web } from '../../../src/scan/host/web.ts'
import { isReader } from '../../../src/scan/reader/fingerprint.ts'
import { compileReader } from '../../../src/scan/reader/reader.ts'

const resolve = createRequire(import.meta.url).resolve
const wasm = new Uint8Array(readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm')))

/** The file with the names of two imports swapped, as another version may have them. */
function renamed(one: string, other: string): Uint8Array {
  const at = (name: string): number =>
    Buffer.from(wasm).indexOf(Buffer.from(`\u0001a\u0001${name}\u0000`)) + 3
  const bytes = Uint8Array.from(wasm)
  bytes[at(one)] = other.charCodeAt(0)
  bytes[at(other)] = one.charCodeAt(0)
  return bytes
}

test('the names in use belong to the file that is installed', () => {
  expect(isReader(wasm)).toBe(true)
  expect(isReader(wasm.buffer)).toBe(true)
})

test.each([
  ['a file cut short', wasm.subarray(0, -1)],
  ['the writer', readFileSync(resolve('zxing-wasm/writer/zxing_writer.wasm'))],
  ['one that is thrown, and registration of a view', renamed('q', 's')],
  ['nothing', new Uint8Array()],
  ['no bytes', 'zxing_reader.wasm' as unknown as Uint8Array],
])('%s is refused before anything is read with it', async (_, bytes) => {
  await expect(compileReader(bytes)).rejects.toMatchObject({ code: 'wasm-unusable' })
})

test('imports fit where they do not belong', async () => {
  const bytes = renamed('r', 'C')
  await expect(web.WebAssembly.compile(bytes)).resolves.toBeDefined()
  await expect(compileReader(bytes)).rejects.toMatchObject({ code: 'wasm-unusable' })
})
