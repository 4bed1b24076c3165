/** Bytes of many labels one after the other, in one block of memory that is reused for the next ones. */
export interface ByteBuffer {
  readonly length: number
  /** Returns the offset of the bytes. */
  add(bytes: Uint8Array): number
  /** The same for text, as UTF-8. */
  addText(text: string): number
  /** All bytes added; valid until the next `clear`. */
  all(): Buffer
  clear(): void
}

const FIRST_SIZE = 65_536
/** A block that is too small is replaced by one half as large again; a block twice as large would be mostly empty. */
const GROWTH = 1.5
/** The most bytes of UTF-8 for one UTF-16 unit. */
const UTF8_MOST = 3

/**
 * If a chunk kept an object for each label until it is complete, every scavenge (minor GC) would copy them: that took
 * more than a quarter of a thread's time. A single buffer is not copied.
 */
export function createByteBuffer(): ByteBuffer {
  let block = Buffer.allocUnsafeSlow(FIRST_SIZE)
  let length = 0

  function ensure(more: number): void {
    if (length + more <= block.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(length + more, Math.ceil(block.length * GROWTH)))
    block.copy(larger, 0, 0, length)
    block = larger
  }

  return {
    get length() {
      return length
    },
    add(bytes) {
      ensure(bytes.length)
      const begin = length
      block.set(bytes, begin)
      length += bytes.length
      return begin
    },
    addText(text) {
      ensure(text.length * UTF8_MOST)
      const begin = length
      length += block.write(text, begin, 'utf8')
      return begin
    },
    all: () => block.subarray(0, length),
    clear() {
      length = 0
    },
  }
}
