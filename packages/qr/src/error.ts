import type { QrOptions } from './plan.ts'

/** What can be wrong with a request for a symbol, as plain data; `explainQr` has a sentence for each. */
export type QrIssue =
  | { readonly code: 'too-long'; readonly bitsNeeded: number; readonly bitsAvailable: number }
  | { readonly code: 'invalid-option'; readonly field: keyof QrOptions }
  | { readonly code: 'invalid-segment'; readonly index: number }
  | { readonly code: 'lone-surrogate'; readonly position: number }
  | { readonly code: 'eci-unsupported' }

export type QrErrorCode = QrIssue['code']

/** Thrown for input that has no symbol. The message is the issue as JSON, and never contains the text itself. */
export class QrError extends Error {
  override readonly name = 'QrError'
  readonly issue: QrIssue
  readonly code: QrErrorCode

  constructor(issue: QrIssue) {
    super(JSON.stringify(issue))
    this.issue = issue
    this.code = issue.code
  }
}
