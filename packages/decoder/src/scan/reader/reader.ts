import { ScanError } from '../scan-error.ts'
import { web } from '../host/web.ts'
import { isReader } from './fingerprint.ts'
import { openModule, type ReaderModule, type ReadSymbol, type Results } from './module.ts'
import type { ReadOptions } from './read-options.ts'

/** A reader with a memory of its own. All calls are synchronous. */
export interface Reader {
  /** @param write puts the grey pixels, row by row, into the reader's memory */
  readGrey(
    width: number,
    height: number,
    write: (pixels: Uint8Array) => void,
    options: ReadOptions,
  ): readonly ReadSymbol[]
  /** @returns `undefined` for bytes that it does not recognise as a picture */
  readEncoded(bytes: Uint8Array, options: ReadOptions): readonly ReadSymbol[] | undefined
  /** Bytes of its memory, which grows with the largest picture and never shrinks. */
  memory(): number
}

const LOAD_FAILURE = 'Failed to load image from memory'

/** The bytes of `zxing_reader.wasm`. */
export type WasmBytes = ArrayBuffer | Uint8Array

/**
 * Compiles the reader's WebAssembly, once; readers are then made of it in a few milliseconds.
 *
 * @throws ScanError `wasm-unusable`
 */
export async function compileReader(wasm: WasmBytes): Promise<() => Promise<Reader>> {
  if (!isReader(wasm)) throw new ScanError({ code: 'wasm-unusable' })
  const compiled = await orUnusable(web.WebAssembly.compile(wasm))
  return async () => readerOf(await orUnusable(openModule(compiled)))
}

async function orUnusable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch {
    throw new ScanError({ code: 'wasm-unusable' })
  }
}

function readerOf(module: ReaderModule): Reader {
  const { allocate, free, readImage, readPixmap } = module

  /** Runs `work` on so many bytes of the module's memory. */
  function within<T>(size: number, work: (pointer: number) => T): T {
    const pointer = allocate(size)
    if (pointer === 0) throw new ScanError({ code: 'reader-failed' })
    try {
      return work(pointer)
    } finally {
      free(pointer)
    }
  }

  return {
    readGrey: (width, height, write, options) =>
      within(width * height, (pointer) => {
        write(module.bytes().subarray(pointer, pointer + width * height))
        return symbolsOf(readPixmap(pointer, width, height, options))
      }),
    readEncoded: (bytes, options) =>
      within(bytes.length, (pointer) => {
        module.bytes().set(bytes, pointer)
        const symbols = symbolsOf(readImage(pointer, bytes.length, options))
        return symbols.some(({ error }) => error === LOAD_FAILURE) ? undefined : symbols
      }),
    memory: () => module.bytes().length,
  }
}

/** A vector that is not deleted keeps 2 KB of each symbol for ever. */
function symbolsOf(results: Results): readonly ReadSymbol[] {
  const symbols: ReadSymbol[] = []
  for (let i = 0; i < results.size(); i++) symbols.push(results.get(i))
  results.delete()
  return symbols
}
