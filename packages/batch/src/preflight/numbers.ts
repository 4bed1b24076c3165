/** Whole numbers below 2^32, four bytes each, as many as are added. */
export interface Numbers {
  readonly length: number
  /** @returns where it is */
  push(value: number): number
  at(place: number): number
  set(place: number, value: number): void
}

const FIRST_ROOM = 1024

/** An array of JavaScript takes twice as much, and is copied by every major GC. */
export function createNumbers(): Numbers {
  let room = new Uint32Array(FIRST_ROOM)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === room.length) {
        const larger = new Uint32Array(2 * length)
        larger.set(room)
        room = larger
      }
      room[length] = value
      return length++
    },
    at: (place) => room[place] ?? 0,
    set(place, value) {
      room[place] = value
    },
  }
}
