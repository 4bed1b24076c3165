import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule } from 'zxing-wasm/reader'
import { beforeAll, expect, test } from 'vitest'
import {
  openModule,
  type ReaderModule,
  type ReadSymbol,
  type Results,
} from '../../../src/scan/reader/module.ts'
import { BARCODES, FRAME, PURE, type ReadOptions, SEARCH } from '../../../src/scan/reader/read-options.ts'
import { frameWith } from '../../symbol-frame.ts'
import { type CompiledWasm, web } from '../../../src/scan/host/web.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const picture = readFileSync(new URL('../../../../label/docs/label.png', import.meta.url))

/** The same file behind the script that comes with it. */
interface Peer {
  readonly HEAPU8: Uint8Array
  _malloc(size: number): number
  _free(pointer: number): void
  readBarcodesFromImage(pointer: number, length: number, options: ReadOptions): Results
}

let compiled: CompiledWasm
let own: ReaderModule
let peer: ReaderModule
beforeAll(async () => {
  compiled = await web.WebAssembly.compile(wasm)
  own = await open()
  const theirs = (await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(wasm).buffer },
    fireImmediately: true,
  })) as unknown as Peer
  peer = {
    bytes: () => theirs.HEAPU8,
    allocate: (size) => theirs['_malloc'](size),
    free: (pointer) => theirs['_free'](pointer),
    readPixmap: () => expect.fail('not compared'),
    readImage: (...given) => theirs.readBarcodesFromImage(...given),
  }
})

const FOREIGN = 'Zürich €5 日本 😀, and more than sixteen'
const PLACE = { scale: 6, x: 40, y: 40 }

const open = (): Promise<ReaderModule> => openModule(compiled)

function read(module: ReaderModule, image: Uint8Array, options: ReadOptions): readonly ReadSymbol[] {
  const pointer = module.allocate(image.length)
  module.bytes().set(image, pointer)
  const results = module.readImage(pointer, image.length, options)
  const symbols = Array.from({ length: results.size() }, (_, at) => results.get(at))
  results.delete()
  module.free(pointer)
  return symbols
}

/** Wrong bytes: what they lead to is thrown and caught within the reader. */
const damaged = (at: number): Uint8Array => Uint8Array.from(picture).fill(0x55, at, at + 3)
const LOOKS = {
  search: SEARCH,
  frame: FRAME,
  pure: PURE,
  ...BARCODES,
  everything: { ...SEARCH, formats: '' },
}

test.each(Object.entries(LOOKS))(
  '%s: every member is what the script of zxing-wasm makes of it',
  (_, options) => {
    expect(read(own, picture, options)).toEqual(read(peer, picture, options))
  },
)

test('of damaged files, too', () => {
  const kinds = new Set<string>()
  for (let at = 0; at < picture.length - 3; at += 97) {
    const found = read(own, damaged(at), SEARCH)
    expect(found).toEqual(read(peer, damaged(at), SEARCH))
    for (const { error } of found) kinds.add(error.replace(/ @.*/, ''))
  }
  // A file that is none, a symbol with too many wrong modules, and whole ones.
  expect(kinds.size).toBeGreaterThan(1)
})

test('texts of more than ASCII come as they are', async () => {
  const { grey, width, height } = await frameWith({ width: 300, height: 300 }, { ...PLACE, text: FOREIGN })
  const pointer = own.allocate(grey.length)
  own.bytes().set(grey, pointer)
  const results = own.readPixmap(pointer, width, height, SEARCH)
  expect(results.get(0).text).toBe(FOREIGN)
  results.delete()
  own.free(pointer)
})

test('an exception of C++ is caught there: a format that is none is an answer', () => {
  const options = { ...SEARCH, formats: 'no such format' }
  const found = read(own, picture, options)
  expect(found).toEqual(read(peer, picture, options))
  expect(found[0]?.error).toContain('no such format')
})

test('memories are apart, and one grows as it has to', async () => {
  const other = await open()
  const before = other.bytes().length
  const pointer = other.allocate(3 * before)
  expect(pointer).toBeGreaterThan(0)
  expect(other.bytes().length).toBeGreaterThan(3 * before)
  other.free(pointer)
  expect(read(other, picture, SEARCH)).toHaveLength(1)
  expect(own.bytes().length).toBeLessThan(3 * before)
})

test('no room is said, and the reader works on', async () => {
  const other = await open()
  expect(other.allocate(2 ** 31 - 1)).toBe(0)
  expect(read(other, picture, SEARCH)).toHaveLength(1)
})
