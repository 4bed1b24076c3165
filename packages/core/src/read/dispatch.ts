import { type Format, grammarOf } from '../format/format.ts'
import type { Grammar } from '../format/grammar.ts'

/** Formats made ready to decode with, those with the longest prefix first: they have the most to say about a code. */
export type Dispatch = readonly Grammar[]

/** Sorts formats out once, for many codes. */
export function dispatchOf(formats: readonly Format[]): Dispatch {
  return [...new Set(formats)].map(grammarOf).sort((a, b) => b.prefix.length - a.prefix.length)
}
