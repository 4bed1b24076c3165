import type { DecodeError, Warning } from '@claimtag/core/reader'
import { english, sentenceOf, type Words } from '@claimtag/core/words'

/**
 * The sentence for people: what the code is, and what to do. It holds no character of the code or the token.
 *
 * @param words the sentences of a language, or your own; default English
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/decoder'
 *
 * console.log(explain({ code: 'empty', kind: 'foreign' })) // There is no text: scan again.
 * ```
 */
export function explain(issue: DecodeError | Warning, words: Words = english): string {
  // `warnings.map(explain)` hands over an index here.
  return sentenceOf(issue, typeof words === 'object' ? words : english)
}
