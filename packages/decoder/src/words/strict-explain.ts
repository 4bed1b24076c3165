import type { DecodeError, Warning } from '@claimtag/core/reader'
import { sentenceOf, strictEnglish, type StrictWords } from '@claimtag/core/words'

/**
 * The sentence for people, as `explain` of `@claimtag/decoder` gives it: of issues of the strict decoder alone, since
 * the sentences for all others cost a kilobyte. It holds no character of the code or the token.
 *
 * @param words the sentences of a language, or your own; default English
 * @returns the code of an issue that the strict decoder does not give
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/decoder/strict'
 *
 * console.log(explain({ code: 'empty', kind: 'foreign' })) // There is no text: scan again.
 * ```
 */
export function explain(issue: DecodeError | Warning, words: StrictWords = strictEnglish): string {
  // `warnings.map(explain)` hands over an index here.
  return sentenceOf(issue, typeof words === 'object' ? words : strictEnglish)
}
