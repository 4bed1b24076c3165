import { compileReader, type Reader, type WasmBytes } from './reader.ts'
import { ScanError } from '../scan-error.ts'

/** The bytes of the reader's WebAssembly, or what fetches them when they are first needed. */
export type WasmSource = WasmBytes | (() => Promise<WasmBytes | undefined>)

/** One reader at a time, replaced by a new one when it has had its time. */
export interface Readers {
  /** @throws ScanError `wasm-missing`, `wasm-unusable` */
  take(): Promise<Reader>
  /** @throws ScanError `reader-failed`, and what `work` throws of its own */
  use<T>(reader: Reader, work: () => T): T
  drop(): void
}

const RENEW_AFTER = 10_000
/** A memory grows with the largest picture and never shrinks: 64 megapixels leave more than this. */
const MOST_KEPT_BYTES = 1 << 26

export function createReaders(wasm: WasmSource, renewAfter = RENEW_AFTER): Readers {
  let compiling: Promise<() => Promise<Reader>> | undefined
  let opening: Promise<Reader> | undefined
  let uses = 0

  async function compile(): Promise<() => Promise<Reader>> {
    const bytes = typeof wasm === 'function' ? await wasm() : wasm
    if (bytes === undefined) throw new ScanError({ code: 'wasm-missing' })
    return compileReader(bytes)
  }

  async function open(): Promise<Reader> {
    const make = await (compiling ??= compile())
    return make()
  }

  function renew(): void {
    opening = undefined
    uses = 0
  }

  return {
    async take() {
      try {
        return await (opening ??= open())
      } catch (error) {
        // The next scan tries again: a fetch may have failed.
        compiling = opening = undefined
        throw error
      }
    },
    use(reader, work) {
      try {
        const result = work()
        if (++uses >= renewAfter || reader.memory() > MOST_KEPT_BYTES) renew()
        return result
      } catch (error) {
        if (error instanceof ScanError) throw error
        // In whatever state it is now.
        renew()
        throw new ScanError({ code: 'reader-failed' })
      }
    },
    drop() {
      compiling = opening = undefined
    },
  }
}
