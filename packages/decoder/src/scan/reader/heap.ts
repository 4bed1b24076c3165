import type { WasmMemory } from '../host/web.ts'

/** The reader's memory. It may grow within any call, so `bytes` is taken anew after each. */
export interface Heap {
  attach(memory: WasmMemory): void
  readonly bytes: Uint8Array
  word(pointer: number): number
  setWord(pointer: number, word: number): void
  /** So many words from there on. */
  words(pointer: number, count: number): readonly number[]
  /** The bytes up to the next zero, as a text. */
  name(pointer: number): string
  /** @returns whether there are that many bytes now */
  grow(size: number): boolean
}

const PAGE = 65_536
/** A memory has no more than this. */
const MOST_BYTES = 2 ** 31
/** A memory that has to grow does so by a fifth, up to this, so that it need not grow soon again. */
const MOST_SPARE = 96 << 20

export function createHeap(): Heap {
  let memory: WasmMemory | undefined
  let bytes = new Uint8Array()
  let words = new Uint32Array()

  function attach(grown: WasmMemory): void {
    memory = grown
    bytes = new Uint8Array(grown.buffer)
    words = new Uint32Array(grown.buffer)
  }

  function growTo(size: number): boolean {
    if (memory === undefined) return false
    try {
      memory.grow(Math.ceil((size - bytes.length) / PAGE))
      attach(memory)
      return true
    } catch {
      return false
    }
  }

  return {
    attach,
    get bytes() {
      return bytes
    },
    word: (pointer) => words[pointer >>> 2] as number,
    setWord(pointer, word) {
      words[pointer >>> 2] = word
    },
    words: (pointer, count) => [...words.subarray(pointer >>> 2, (pointer >>> 2) + count)],
    name: (pointer) => String.fromCharCode(...bytes.subarray(pointer, bytes.indexOf(0, pointer))),
    grow(signed) {
      const size = signed >>> 0
      if (size > MOST_BYTES) return false
      const spare = Math.min(1.2 * bytes.length, size + MOST_SPARE, MOST_BYTES)
      return growTo(Math.max(size, spare)) || growTo(size)
    },
  }
}
