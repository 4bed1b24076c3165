/** Memory for a stream that is being written; it grows with the stream. */
export interface StreamBuffer {
  bytes: Uint8Array
  /** The same memory, for several bytes at a time. */
  view: DataView
}

/** Most labels at 203 dpi take fewer bytes. */
const FIRST_SIZE = 4096

export function createStreamBuffer(): StreamBuffer {
  return withView(new Uint8Array(FIRST_SIZE))
}

/** Makes sure that there is memory for `length` bytes. */
export function reserve(buffer: StreamBuffer, length: number): void {
  if (length <= buffer.bytes.length) return
  const grown = new Uint8Array(Math.max(length, 2 * buffer.bytes.length))
  grown.set(buffer.bytes)
  Object.assign(buffer, withView(grown))
}

function withView(bytes: Uint8Array): StreamBuffer {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}
