import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'

vi.mock('#host', () => import('../../../src/scan/host/host-elsewhere.ts'))

test('outside Node the reader asks for its WebAssembly instead of fetching it, and works once it has it', async () => {
  const { createScanner } = await import('@claimtag/decoder/scan')
  const blank = { data: new Uint8Array(400 * 400 * 4).fill(255), width: 400, height: 400 }
  await expect(createScanner().scan(blank)).rejects.toMatchObject({ code: 'wasm-missing' })

  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const { buffer, byteOffset, byteLength } = await readFile(path)
  const wasm = buffer.slice(byteOffset, byteOffset + byteLength)
  const scanner = createScanner({ wasm })
  expect(await scanner.scan(blank)).toEqual([])
  expect(await createScanner({ wasm: async () => wasm }).scan(blank)).toEqual([])
})
