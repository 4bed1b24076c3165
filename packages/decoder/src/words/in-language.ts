import type { DecodeError, Warning } from '@claimtag/core/reader'
import { sentenceOf, type Words } from '@claimtag/core/words'

/** Makes an `explain` of one language, with which an app carries no other. */
export function inLanguage(words: Words): (issue: DecodeError | Warning) => string {
  return (issue) => sentenceOf(issue, words)
}
