import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { SEARCH } from '../../../src/scan/reader/read-options.ts'
import type { Reader } from '../../../src/scan/reader/reader.ts'
import { createReaders } from '../../../src/scan/reader/readers.ts'
import { ScanError } from '../../../src/scan/scan-error.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const nothing = (): void => {}
const itself = (reader: Reader): Reader => reader

const refused = (): never => {
  throw new ScanError({ code: 'unreadable-image' })
}
const large = (reader: Reader): never => {
  expect(reader.readEncoded(new Uint8Array(1 << 26), SEARCH)).toBeUndefined()
  return refused()
}

function trap(): never {
  throw new Error('unreachable')
}

test('a reader that failed is used no more, even by scans that waited for the same one', async () => {
  const { use } = createReaders(wasm)
  const before = await use(nothing, itself)
  const all = await Promise.allSettled([use(nothing, trap), use(nothing, itself), use(nothing, itself)])
  expect(all[0]).toMatchObject({ reason: { code: 'reader-failed' } })
  const [, one, other] = all as PromiseFulfilledResult<Reader>[]
  expect(one!.value).not.toBe(before)
  expect(other!.value).toBe(one!.value)
})

test('pictures that are none wear it out, too', async () => {
  const { use } = createReaders(wasm, 3)
  const before = await use(nothing, itself)
  await expect(use(nothing, refused)).rejects.toMatchObject({ code: 'unreadable-image' })
  await expect(use(nothing, refused)).rejects.toMatchObject({ code: 'unreadable-image' })
  expect(await use(nothing, itself)).not.toBe(before)
})

test('a memory that a refused picture made large is let go', async () => {
  const { use } = createReaders(wasm)
  const before = await use(nothing, itself)
  await expect(use(nothing, large)).rejects.toMatchObject({ code: 'unreadable-image' })
  expect(await use(nothing, itself)).not.toBe(before)
})

test('what refuses comes when the reader is there, as it was thrown, and costs no reader', async () => {
  const { use } = createReaders(wasm)
  const before = await use(nothing, itself)
  const reason = new Error('no longer')
  const refuse = (): never => {
    throw reason
  }
  await expect(use(refuse, () => expect.fail('it was refused'))).rejects.toBe(reason)
  expect(await use(nothing, itself)).toBe(before)
})

test('a fetch that failed is tried again, once for all that wait', async () => {
  let fetched = 0
  const { use } = createReaders(async () => (++fetched === 1 ? undefined : wasm))
  const again = async (): Promise<Reader> => {
    await expect(use(nothing, itself)).rejects.toMatchObject({ code: 'wasm-missing' })
    return use(nothing, itself)
  }
  const [one, other] = await Promise.all([again(), again()])
  expect(one).toBe(other)
  expect(fetched).toBe(2)
})
