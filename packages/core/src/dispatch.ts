import { type Format, grammarOf } from './format.ts'
import type { Grammar } from './grammar.ts'

/** Formats by what their codes begin with, the longest prefix first. */
export type Dispatch = readonly { readonly prefix: string; readonly grammars: readonly Grammar[] }[]

export function dispatchOf(formats: readonly Format[]): Dispatch {
  const groups = new Map<string, Grammar[]>()
  for (const format of formats) {
    const grammar = grammarOf(format)
    const group = groups.get(grammar.prefix)
    if (group === undefined) groups.set(grammar.prefix, [grammar])
    else group.push(grammar)
  }
  return [...groups]
    .map(([prefix, grammars]) => ({ prefix, grammars }))
    .sort((a, b) => b.prefix.length - a.prefix.length)
}
