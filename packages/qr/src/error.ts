/** What can be wrong with a request for a symbol, as plain data. */
export type QrIssue =
  | { readonly code: 'too-long'; readonly bitsNeeded: number; readonly bitsAvailable: number }
  | {
      readonly code: 'invalid-option'
      readonly field: 'errorCorrection' | 'minVersion' | 'maxVersion' | 'mask'
    }
  | { readonly code: 'invalid-segment'; readonly index: number }
  | { readonly code: 'lone-surrogate'; readonly position: number }
  | { readonly code: 'eci-unsupported' }

export type QrErrorCode = QrIssue['code']

type Sentences = { readonly [C in QrErrorCode]: (issue: Extract<QrIssue, { code: C }>) => string }

const SENTENCES: Sentences = {
  'too-long': (issue) =>
    `The text needs ${issue.bitsNeeded} bits; the largest symbol allowed holds ${issue.bitsAvailable}.`,
  'invalid-option': (issue) => `The option ${issue.field} is outside its range.`,
  'invalid-segment': (issue) => `Segment ${issue.index} holds something that its mode cannot carry.`,
  'lone-surrogate': (issue) => `The text has half a surrogate pair at position ${issue.position}.`,
  'eci-unsupported': () => 'The reference encoder writes no ECI segment, which text outside ASCII needs.',
}

/** Thrown for input that has no symbol. The message never contains the text itself. */
export class QrError extends Error {
  override readonly name = 'QrError'
  readonly issue: QrIssue

  constructor(issue: QrIssue) {
    super((SENTENCES[issue.code] as (issue: QrIssue) => string)(issue))
    this.issue = issue
  }

  get code(): QrErrorCode {
    return this.issue.code
  }
}
