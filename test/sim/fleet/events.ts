/** What is going to happen, in the order of time; at the same time, in the order in which it was added. */
export interface Events<T> {
  /** @param at seconds since the beginning */
  add(at: number, what: T): void
  /** Takes the next one out. */
  next(): { readonly at: number; readonly what: T } | undefined
}

interface Entry<T> {
  readonly at: number
  readonly order: number
  readonly what: T
}

/** A binary heap. */
export function createEvents<T>(): Events<T> {
  const heap: Entry<T>[] = []
  let added = 0

  const isBefore = (one: Entry<T>, other: Entry<T>): boolean =>
    one.at < other.at || (one.at === other.at && one.order < other.order)

  function sink(entry: Entry<T>): void {
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      const [left, right] = [heap[below], heap[below + 1]]
      if (left === undefined) break
      let least = left
      if (right !== undefined && isBefore(right, left)) [least, below] = [right, below + 1]
      if (!isBefore(least, entry)) break
      heap[place] = least
      place = below
    }
    heap[place] = entry
  }

  return {
    add(at, what) {
      const entry = { at, order: (added += 1), what }
      let place = heap.length
      while (place > 0) {
        const above = (place - 1) >> 1
        const parent = heap[above] as Entry<T>
        if (!isBefore(entry, parent)) break
        heap[place] = parent
        place = above
      }
      heap[place] = entry
    },
    next() {
      const [first] = heap
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length > 0) sink(last)
      return { at: first.at, what: first.what }
    },
  }
}
