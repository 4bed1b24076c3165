import type { DecodeError, Warning } from './issue.ts'

type Read = DecodeError | Warning

/** A sentence for each issue of reading a code, in one language; if one is missing, it does not compile. */
export type Words = {
  readonly [C in Read['code']]: (issue: Extract<Read, { readonly code: C }>) => string
}

/**
 * Issues of a reader that names other codes, and puts up with what scanners, keyboards and people have done to one.
 */
type RecoveryCode =
  | 'other-code'
  | 'several-codes'
  | 'keyboard-layout'
  | 'scanner-prefix'
  | 'surrounding-text'
  | 'percent-encoded'
  | 'line-break-ignored'
  | 'code-in-url'
  | 'labelled-fields'
  | 'keyboard-undone'
  | 'full-width'
  | 'plus-restored'
  | 'untagged-element'
  | 'short-profile-id'
  | 'group-address'
  | 'case-doubtful'
  | 'written-eui'

/** Sentences for the issues of a strict reader. */
export type StrictWords = Omit<Words, RecoveryCode>

/**
 * The sentence for an issue in a language. Built from names, numbers and positions only, so it never holds a
 * character of the code or the token.
 *
 * @example
 * ```ts
 * import { english, sentenceOf } from '@claimtag/core/words'
 *
 * console.log(sentenceOf({ code: 'empty' }, { ...english, empty: () => 'Scan the label.' })) // Scan the label.
 * ```
 */
export function sentenceOf(issue: { readonly code: string }, words: object): string {
  // Issues of other packages come here too; their codes may be any word, such as `constructor`.
  if (!Object.prototype.hasOwnProperty.call(words, issue.code)) return issue.code
  return (words as Record<string, (issue: object) => string>)[issue.code]!(issue)
}
