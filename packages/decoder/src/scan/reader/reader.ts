import { prepareZXingModule } from 'zxing-wasm/reader'
import { ScanError } from '../scan-error.ts'
import type { Point } from './found-symbol.ts'
import { web, type CompiledWasm } from '../host/web.ts'

/** How to look at pixels, in the reader's own form (`ZXingReaderOptions` of zxing-wasm). */
export interface ReadOptions {
  readonly formats: string
  readonly tryHarder: boolean
  readonly tryRotate: boolean
  readonly tryInvert: boolean
  readonly tryDownscale: boolean
  readonly tryDenoise: boolean
  readonly binarizer: number
  readonly isPure: boolean
  readonly downscaleFactor: number
  readonly downscaleThreshold: number
  readonly minLineCount: number
  readonly maxNumberOfSymbols: number
  readonly validateOptionalChecksum: boolean
  readonly returnErrors: boolean
  readonly eanAddOnSymbol: number
  readonly textMode: number
  readonly characterSet: number
  readonly tryCode39ExtendedMode: boolean
}

/** The part of a result of the reader that is used. */
export interface ReadSymbol {
  readonly isValid: boolean
  /** Empty, or `ChecksumError @ file:line` and the like. */
  readonly error: string
  readonly format: string
  readonly text: string
  readonly bytes: Uint8Array
  readonly position: { readonly [C in 'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft']: Point }
  /** -1 when the symbol does not belong to a sequence. */
  readonly sequenceSize: number
  readonly sequenceIndex: number
  readonly sequenceId: string
}

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

/** zxing-wasm's module, as emscripten makes it. */
interface ReaderModule {
  readonly HEAPU8: Uint8Array
  readonly _malloc: (size: number) => number
  readonly _free: (pointer: number) => void
  readonly readBarcodesFromPixmap: (
    pointer: number,
    width: number,
    height: number,
    options: ReadOptions,
  ) => Results
  readonly readBarcodesFromImage: (pointer: number, length: number, options: ReadOptions) => Results
}

/** A vector in the module's memory. */
interface Results {
  size(): number
  get(index: number): ReadSymbol
  delete(): void
}

const LOAD_FAILURE = 'Failed to load image from memory'

/** The bytes of `zxing_reader.wasm`. */
export type WasmBytes = ArrayBuffer | Uint8Array

/**
 * Compiles the reader's WebAssembly, once; readers are then made of it in a few milliseconds.
 *
 * @throws ScanError `wasm-unusable`, `wasm-conflict`
 */
export async function compileReader(wasm: WasmBytes): Promise<() => Promise<Reader>> {
  refuseAnother(wasm)
  const compiled = await orUnusable(web.WebAssembly.compile(wasm))
  return async () => readerOf(await orUnusable(instantiate(compiled, wasm)))
}

async function orUnusable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch {
    throw new ScanError({ code: 'wasm-unusable' })
  }
}

/** zxing-wasm remembers, for the whole process, the bytes that `instantiate` left with it. */
function refuseAnother(wasm: WasmBytes): void {
  prepareZXingModule({
    equalityFn: ({ wasmBinary }: { readonly wasmBinary?: WasmBytes }) => {
      if (wasmBinary !== undefined && !isSame(bytesOf(wasmBinary), bytesOf(wasm)))
        throw new ScanError({ code: 'wasm-conflict' })
      return true
    },
  })
}

function instantiate(compiled: CompiledWasm, wasm: WasmBytes): Promise<ReaderModule> {
  return new Promise((resolve, reject) => {
    // A failure in here would never reach the module's own promise.
    const instantiateWasm = (imports: object, done: (instance: object) => void): object => {
      web.WebAssembly.instantiate(compiled, imports).then(done).catch(reject)
      return {}
    }
    const module: Promise<unknown> = prepareZXingModule({
      overrides: { instantiateWasm },
      equalityFn: () => false,
      fireImmediately: true,
    })
    module.then((loaded) => {
      // zxing-wasm keeps the bytes and lets go of the module, whose memory then ends with its reader.
      prepareZXingModule({ overrides: { wasmBinary: wasm }, equalityFn: () => false })
      resolve(loaded as ReaderModule)
    }, reject)
  })
}

function bytesOf(wasm: WasmBytes): Uint8Array {
  return wasm instanceof Uint8Array ? wasm : new Uint8Array(wasm)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function readerOf(module: ReaderModule): Reader {
  const { _malloc: allocate, _free: free, readBarcodesFromImage, readBarcodesFromPixmap } = module

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
        write(module.HEAPU8.subarray(pointer, pointer + width * height))
        return symbolsOf(readBarcodesFromPixmap(pointer, width, height, options))
      }),
    readEncoded: (bytes, options) =>
      within(bytes.length, (pointer) => {
        module.HEAPU8.set(bytes, pointer)
        const symbols = symbolsOf(readBarcodesFromImage(pointer, bytes.length, options))
        return symbols.some(({ error }) => error === LOAD_FAILURE) ? undefined : symbols
      }),
    memory: () => module.HEAPU8.length,
  }
}

/** zxing-wasm itself never deletes a vector, and so keeps 2 KB of each symbol for ever. */
function symbolsOf(results: Results): readonly ReadSymbol[] {
  const symbols: ReadSymbol[] = []
  for (let i = 0; i < results.size(); i++) symbols.push(results.get(i))
  results.delete()
  return symbols
}
