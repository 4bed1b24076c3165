import { compileReader, type Reader, type WasmBytes } from './reader.ts'
import { ScanError } from '../scan-error.ts'

/** The bytes of the reader's WebAssembly, or what fetches them when they are first needed. */
export type WasmSource = WasmBytes | (() => Promise<WasmBytes | undefined>)

/** One reader at a time, replaced by a new one when it has had its time. */
export interface Readers {
  /**
   * Does `work` with the reader.
   *
   * @param refuse is called when the reader is there, and may throw
   * @throws ScanError `wasm-missing`, `wasm-unusable`, `reader-failed`, those of `work`, and what `refuse` throws
   */
  use<T>(this: void, refuse: () => void, work: (reader: Reader) => T): Promise<T>
  drop(): void
}

const RENEW_AFTER = 10_000
/** A memory grows with the largest picture and never shrinks: 64 megapixels leave more than this. */
const MOST_KEPT_BYTES = 1 << 26

export function createReaders(wasm: WasmSource, renewAfter = RENEW_AFTER): Readers {
  let compiling: Promise<() => Promise<Reader>> | undefined
  let opening: Promise<Reader> | undefined
  let uses = 0
  const replaced = new WeakSet<Reader>()
  const failed = new WeakSet<Reader>()

  async function compile(): Promise<() => Promise<Reader>> {
    const bytes = typeof wasm === 'function' ? await wasm() : wasm
    if (bytes === undefined) throw new ScanError({ code: 'wasm-missing' })
    return compileReader(bytes)
  }

  async function open(): Promise<Reader> {
    const make = await (compiling ??= compile())
    return make()
  }

  async function take(): Promise<Reader> {
    const mine = (opening ??= open())
    try {
      return await mine
    } catch (error) {
      // The next scan tries again: a fetch may have failed. Another may already do so.
      if (opening === mine) compiling = opening = undefined
      throw error
    }
  }

  /** Those that have it already may still use it. */
  function replace(reader: Reader): void {
    replaced.add(reader)
    opening = undefined
    uses = 0
  }

  return {
    async use(refuse, work) {
      let reader: Reader
      // It may have failed for another scan that waited for the same one.
      do reader = await take()
      while (failed.has(reader))
      refuse()
      try {
        return work(reader)
      } catch (error) {
        if (error instanceof ScanError) throw error
        failed.add(reader)
        throw new ScanError({ code: 'reader-failed' })
      } finally {
        const isSpent = (): boolean =>
          ++uses >= renewAfter || failed.has(reader) || reader.memory() > MOST_KEPT_BYTES
        if (!replaced.has(reader) && isSpent()) replace(reader)
      }
    },
    drop() {
      compiling = opening = undefined
    },
  }
}
