/** Whole numbers below 2^32, four bytes each, as many as are added. */
export interface Numbers {
  readonly length: number
  /** @returns its index */
  push(value: number): number
  at(place: number): number
  set(place: number, value: number): void
}

const FIRST_SIZE = 1024

/** A JavaScript array takes twice as much memory, and is copied by every major GC. */
export function createNumbers(): Numbers {
  let values = new Uint32Array(FIRST_SIZE)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === values.length) {
        const larger = new Uint32Array(2 * length)
        larger.set(values)
        values = larger
      }
      values[length] = value
      return length++
    },
    at: (place) => values[place] ?? 0,
    set(place, value) {
      values[place] = value
    },
  }
}
