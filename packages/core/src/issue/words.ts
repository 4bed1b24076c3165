import type { DecodeError, Warning } from './issue.ts'

type Read = DecodeError | Warning

/** A sentence for each thing that reading a code can come to, in one language; one that lacks a code does not compile. */
export type Words = {
  readonly [C in Read['code']]: (issue: Extract<Read, { readonly code: C }>) => string
}

/**
 * The sentence for people. Built from names, numbers and positions alone, so it never holds a character of the code or
 * the token.
 */
export function sentenceOf(issue: { readonly code: string }, words: object): string {
  // Issues of other packages come here too; their codes may be any word, such as `constructor`.
  if (!Object.prototype.hasOwnProperty.call(words, issue.code)) return issue.code
  return (words as Record<string, (issue: object) => string>)[issue.code]!(issue)
}
