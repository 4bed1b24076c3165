/** Reads a printer's input from its beginning; anything that does not fit the manual is an error. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new Error('the stream ends inside a command')
    this.#at += 1
    return byte
  }

  bytes(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new Error('the stream ends inside data')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** Text up to a terminator, which is read too. */
  textUntil(terminator: string): string {
    let text = ''
    while (!text.endsWith(terminator)) text += String.fromCharCode(this.byte())
    return text.slice(0, -terminator.length)
  }

  /** Text up to the next of some characters, which is left; or up to the end. */
  textBefore(stops: string): string {
    let text = ''
    while (!this.done && !stops.includes(String.fromCharCode(this.#bytes[this.#at]!))) {
      text += String.fromCharCode(this.byte())
    }
    return text
  }

  littleEndian16(): number {
    return this.byte() + this.byte() * 256
  }
}
