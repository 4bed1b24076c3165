/** Values of which the first one can be taken out, however many there are. */
export interface Heap<T> {
  add(value: T): void
  /** The first one, which stays. */
  first(): T | undefined
  /** Takes the first one out. */
  next(): T | undefined
}

/**
 * A binary heap.
 *
 * @param isBefore a strict order; of two values of which neither is before the other, any may come first
 */
export function createHeap<T extends object>(isBefore: (one: T, other: T) => boolean): Heap<T> {
  const heap: T[] = []

  function sink(value: T): void {
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      const [left, right] = [heap[below], heap[below + 1]]
      if (left === undefined) break
      let least = left
      if (right !== undefined && isBefore(right, left)) [least, below] = [right, below + 1]
      if (!isBefore(least, value)) break
      heap[place] = least
      place = below
    }
    heap[place] = value
  }

  return {
    add(value) {
      let place = heap.length
      while (place > 0) {
        const above = (place - 1) >> 1
        const parent = heap[above] as T
        if (!isBefore(value, parent)) break
        heap[place] = parent
        place = above
      }
      heap[place] = value
    },
    first: () => heap[0],
    next() {
      const [first] = heap
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) sink(last)
      return first
    },
  }
}
