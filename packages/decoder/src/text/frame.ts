import { type DecodeError, failure } from '@claimtag/core/reader'
import type { Edited } from './edited.ts'

/** A shorter prefix begins too many other texts to say anything. */
const SHORTEST = 3

/** Finds what the codes of formats begin with, in whatever case; the longest first, where one begins another. */
export function frameOf(prefixes: readonly string[]): RegExp {
  const known = prefixes
    .filter(({ length }) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
    .map((prefix) => prefix.replace(/[^0-9A-Z]/gi, '\\$&'))
  // Without any, nothing is found.
  return new RegExp(known.join('|') || '(?!)', 'gi')
}

/** The error that names all codes of a text with more than one: none of them is guessed to be the one meant. */
export function severalIn({ text, origin }: Edited, frame: RegExp): DecodeError | undefined {
  const starts: number[] = []
  text.replace(frame, (prefix, at: number) => {
    starts.push(origin(at))
    return prefix
  })
  return starts.length < 2 ? undefined : severalAt(starts, origin(text.length - 1) + 1)
}

export function severalAt(starts: readonly number[], end: number): DecodeError {
  const codes = starts.map((position, i) => ({ position, length: (starts[i + 1] ?? end) - position }))
  return failure({ code: 'several-codes', codes })
}
