/** Bytes of many labels one behind the other, in one block of memory that is used again for the next ones. */
export interface ByteBuffer {
  readonly length: number
  /** Returns where the bytes begin. */
  add(bytes: Uint8Array): number
  /** The same for text, as UTF-8. */
  addText(text: string): number
  /** All that was added; it stays so until the next `clear`. */
  all(): Buffer
  clear(): void
}

const FIRST_ROOM = 65_536
/** A block that is too small is replaced by one half as large again: twice would be mostly empty. */
const GROWTH = 1.5
/** UTF-8 bytes of a UTF-16 unit, at most. */
const UTF8_MOST = 3

/**
 * A chunk's labels that are kept one by one until the chunk is whole are copied by every cleaning of the memory in
 * the meantime: that took more than a quarter of a thread's time.
 */
export function createByteBuffer(): ByteBuffer {
  let block = Buffer.allocUnsafeSlow(FIRST_ROOM)
  let length = 0

  function ensure(room: number): void {
    if (length + room <= block.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(length + room, Math.ceil(block.length * GROWTH)))
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
