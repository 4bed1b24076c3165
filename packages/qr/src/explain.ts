import type { QrErrorCode, QrIssue } from './error.ts'

type Sentences = { readonly [C in QrErrorCode]: (issue: Extract<QrIssue, { code: C }>) => string }

const SENTENCES: Sentences = {
  'too-long': (issue) =>
    `The text needs ${issue.bitsNeeded} bits; the largest symbol allowed holds ${issue.bitsAvailable}.`,
  'invalid-option': (issue) => `The option ${issue.field} is outside its range.`,
  'invalid-segment': (issue) => `Segment ${issue.index} holds something that its mode cannot carry.`,
  'lone-surrogate': (issue) => `The text has half a surrogate pair at position ${issue.position}.`,
  'eci-unsupported': () => 'The reference encoder writes no ECI segment, which text outside ASCII needs.',
}

/**
 * The sentence for people that an issue stands for. Kept apart from `QrError`, so that an encoder without it
 * stays small.
 *
 * @example
 * explainQr({ code: 'invalid-option', field: 'mask' }) // 'The option mask is outside its range.'
 */
export function explainQr(issue: QrIssue): string {
  return (SENTENCES[issue.code] as (issue: QrIssue) => string)(issue)
}
