import { createHeap } from '../../../packages/provisioning/src/queue/heap.ts'

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

export function createEvents<T>(): Events<T> {
  const heap = createHeap<Entry<T>>(
    (one, other) => one.at < other.at || (one.at === other.at && one.order < other.order),
  )
  let added = 0
  return {
    add: (at, what) => heap.add({ at, order: (added += 1), what }),
    next() {
      const entry = heap.next()
      return entry === undefined ? undefined : { at: entry.at, what: entry.what }
    },
  }
}
