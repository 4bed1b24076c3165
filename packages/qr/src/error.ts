import type { QrOptions } from './options.ts'

/** What can be wrong with a request for a symbol, as plain data; `explain` has a sentence for each. */
export type QrIssue =
  | { readonly code: 'too-long'; readonly bitsNeeded: number; readonly bitsAvailable: number }
  | { readonly code: 'invalid-option'; readonly field: keyof QrOptions }
  | { readonly code: 'invalid-segment'; readonly index: number }
  | { readonly code: 'lone-surrogate'; readonly position: number }
  | { readonly code: 'eci-unsupported' }

export type QrErrorCode = QrIssue['code']

type Sentences = { readonly [C in QrErrorCode]: (issue: Extract<QrIssue, { code: C }>) => string }

const SENTENCES = {
  'too-long': (issue) =>
    `The text needs ${issue.bitsNeeded} bits; the largest symbol allowed holds ${issue.bitsAvailable}.`,
  'invalid-option': (issue) => `The option ${issue.field} is outside its range.`,
  'invalid-segment': (issue) => `Segment ${issue.index} holds something that its mode cannot carry.`,
  'lone-surrogate': (issue) => `The text has half a surrogate pair at position ${issue.position}.`,
  'eci-unsupported': () => 'The reference encoder writes no ECI segment, which text outside ASCII needs.',
} satisfies Sentences

/**
 * The sentence for people that belongs to an issue; it never holds a character of the text.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/qr'
 *
 * console.log(explain({ code: 'invalid-option', field: 'mask' })) // The option mask is outside its range.
 * ```
 */
export function explain(issue: QrIssue): string {
  return (SENTENCES[issue.code] as (issue: QrIssue) => string)(issue)
}

/**
 * Thrown for input that cannot become a symbol; the message is the sentence of its issue.
 *
 * It does not extend `ClaimtagError`, unlike the errors of all other packages: that class is in @claimtag/core, and
 * this package imports nothing, so that it can be used for any QR code.
 */
export class QrError extends Error {
  override readonly name = 'QrError'
  readonly issue: QrIssue
  readonly code: QrErrorCode

  constructor(issue: QrIssue) {
    super(explain(issue))
    this.issue = issue
    this.code = issue.code
  }
}
