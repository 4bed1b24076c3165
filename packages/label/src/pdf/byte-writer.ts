/** Bytes that grow, for the Latin text a PDF is made of. */
export interface ByteWriter {
  /** Starts over without giving memory back. */
  clear(): void
  text(latin: string): void
  /** A number of at most three decimals, without exponent. */
  number(value: number): void
  /** `x y width 1 re`: what most of a label consists of. */
  readonly bar: (x: number, y: number, width: number) => void
  /** What was written so far, valid until the next call. */
  view(): Uint8Array
}

/** Enough for a bar. */
const ROOM = 48
const BAR_END = Uint8Array.of(0x20, 0x31, 0x20, 0x72, 0x65, 0x0a)

export function createByteWriter(): ByteWriter {
  let bytes = new Uint8Array(8192)
  let length = 0
  const reserve = (room: number): void => {
    if (length + room <= bytes.length) return
    const grown = new Uint8Array(Math.max(bytes.length * 2, length + room))
    grown.set(bytes)
    bytes = grown
  }
  const digits = (value: number): void => {
    if (value >= 1000) {
      writer.text(String(value))
      return
    }
    if (value >= 100) bytes[length++] = 48 + ((value / 100) | 0)
    if (value >= 10) bytes[length++] = 48 + (((value / 10) | 0) % 10)
    bytes[length++] = 48 + (value % 10)
  }
  const writer: ByteWriter = {
    clear() {
      length = 0
    },
    text(latin) {
      reserve(latin.length)
      for (let index = 0; index < latin.length; index += 1) bytes[length + index] = latin.charCodeAt(index)
      length += latin.length
    },
    number(value) {
      if (value >= 0 && value < 1000 && Number.isInteger(value)) {
        reserve(ROOM)
        digits(value)
      } else writer.text(String(Math.round(value * 1000) / 1000))
    },
    bar(x, y, width) {
      reserve(ROOM)
      digits(x)
      bytes[length++] = 0x20
      digits(y)
      bytes[length++] = 0x20
      digits(width)
      for (const byte of BAR_END) bytes[length++] = byte
    },
    view: () => bytes.subarray(0, length),
  }
  return writer
}
