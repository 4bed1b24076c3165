import { type Refusal, refusal } from '@claimtag/core/reader'
import type { Edited } from './edited.ts'
import { SHORTEST_PREFIX } from './limits.ts'

/** Finds what the codes of formats begin with, in whatever case; the longest first, where one begins another. */
export function frameOf(prefixes: readonly string[]): RegExp {
  const known = prefixes
    .filter(({ length }) => length >= SHORTEST_PREFIX)
    .sort((a, b) => b.length - a.length)
    .map((prefix) => prefix.replace(/[^0-9A-Z]/gi, '\\$&'))
  // Without any, nothing is found.
  return new RegExp(known.join('|') || '(?!)', 'gi')
}

/** The refusal that names all codes of a text with more than one: none of them is guessed to be the one meant. */
export function severalIn(now: Edited, frame: RegExp): Refusal | undefined {
  const starts: number[] = []
  now.text.replace(frame, (_, at: number) => String(starts.push(at)))
  return severalAt(now, starts)
}

/** @param starts where codes begin; of less than two there is nothing to say */
export function severalAt({ text, origins }: Edited, starts: readonly number[]): Refusal | undefined {
  const end = origins[text.length - 1]! + 1
  const places = starts.map((start) => origins[start]!)
  const codes = places.map((position, i) => ({ position, length: (places[i + 1] ?? end) - position }))
  return codes[1] && refusal({ code: 'several-codes', codes })
}
