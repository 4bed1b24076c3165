import type { Range } from './schema.ts'

/** Adds up values one by one, without keeping them. */
export interface RangeTally {
  add(value: string): void
  result(): Range
}

/** @param order whether `a` comes before `b` */
export function createRange(order: (a: string, b: string) => boolean): RangeTally {
  let count = 0
  let [first, last, lowest, highest] = ['', '', '', '']
  return {
    add(value) {
      if (count++ === 0) first = lowest = highest = value
      last = value
      if (order(value, lowest)) lowest = value
      if (order(highest, value)) highest = value
    },
    result: () => (count === 0 ? { count } : { count, first, last, lowest, highest }),
  }
}

/** EUIs have one length and one case. */
export const byCharacters = (a: string, b: string): boolean => a < b

const collator = new Intl.Collator('en', { numeric: true })

/** `S9` comes before `S10`, as people count. */
export const byNumbers = (a: string, b: string): boolean => collator.compare(a, b) < 0
