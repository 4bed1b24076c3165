import { damagedParquet } from './fault.ts'

/** Types of the compact protocol of Thrift, as specified by Apache Thrift, doc/specs/thrift-compact-protocol.md. */
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]

/** Footers are nested seven deep. */
const DEEPEST = 12
/** A number of 64 bits. */
const LONGEST_NUMBER = 10
/** Writers leave statistics out that are longer. Only the names and notes of the whole file lie higher. */
const LONGEST_VALUE = 8192
const VALUES_FROM = 4

/**
 * Where a Thrift structure ends, found by lengths alone. A reader that believes lists and numbers of any length can be
 * made to take all memory, or all time, by a few bytes; here a list has as many elements as it has bytes at most.
 *
 * @returns the offset behind the structure; `undefined` when the bytes end within it
 * @throws InputError `damaged-parquet`
 */
export function thriftEnd(bytes: Uint8Array, from = 0): number | undefined {
  let at = from

  function byte(): number {
    const value = bytes[at++]
    if (value === undefined) throw new RangeError()
    return value
  }

  function number(): number {
    let value = 0
    for (let length = 0; length < LONGEST_NUMBER; length++) {
      const next = byte()
      value += (next & 0x7f) * 2 ** (7 * length)
      if (next < 0x80) return value
    }
    throw damagedParquet('footer')
  }

  function pass(length: number): void {
    if (at + length > bytes.length) throw new RangeError()
    at += length
  }

  function element(type: number, depth: number, isInList: boolean): void {
    switch (type) {
      case TRUE:
      case FALSE:
        if (isInList) byte()
        return
      case BYTE:
        byte()
        return
      case I16:
      case I32:
      case I64:
        number()
        return
      case DOUBLE:
        pass(8)
        return
      case BINARY: {
        const length = number()
        if (depth >= VALUES_FROM && length > LONGEST_VALUE) throw damagedParquet('footer')
        pass(length)
        return
      }
      case LIST: {
        const head = byte()
        const count = head >> 4 === 15 ? number() : head >> 4
        if (count > bytes.length - at) throw new RangeError()
        if (depth >= DEEPEST) throw damagedParquet('footer')
        for (let index = 0; index < count; index++) element(head & 15, depth + 1, true)
        return
      }
      case STRUCT:
        structure(depth + 1)
        return
      default:
        throw damagedParquet('footer')
    }
  }

  function structure(depth: number): void {
    if (depth > DEEPEST) throw damagedParquet('footer')
    for (;;) {
      const head = byte()
      if ((head & 15) === 0) return
      if (head >> 4 === 0) number()
      element(head & 15, depth, false)
    }
  }

  try {
    structure(0)
    return at
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
