import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { createScanner, textsOf } from '../../src/scan/index.ts'

const scanner = createScanner()

const TEXT = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB7D8'

async function picture(text: string): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')
  const { buffer: wasmBinary } = await readFile(path)
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const { image } = await writeBarcode(text, { format: 'QRCode', scale: 3 })
  return new Uint8Array((await image?.arrayBuffer()) ?? [])
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** MiB that are still in use after a collection. */
async function held(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    collect()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

test('memory does not grow with what was read', async () => {
  const image = await picture(TEXT)
  for (let i = 0; i < 3000; i++) await scanner.scan(image)
  const before = await held()
  for (let i = 0; i < 9000; i++) await scanner.scan(image)
  // Without renewal, about 18 MiB; with it, one old module may still wait for its end.
  expect((await held()) - before).toBeLessThan(15)
}, 120_000)

test('scans that overlap a renewal are not disturbed', async () => {
  const image = await picture(TEXT)
  for (let round = 0; round < 20; round++) {
    const texts = await Promise.all(
      Array.from({ length: 100 }, async () => textsOf(await scanner.scan(image))),
    )
    expect(texts.flat()).toEqual(Array.from({ length: 100 }, () => TEXT))
  }
}, 120_000)
