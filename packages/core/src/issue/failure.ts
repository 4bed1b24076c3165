import type { DecodeError, DecodeProblem, IssueKind } from './issue.ts'

const KINDS = {
  empty: 'foreign',
  'not-recognised': 'foreign',
  'other-code': 'foreign',
  placeholder: 'foreign',
  'token-missing': 'foreign',
  'too-long': 'damaged',
  'control-character': 'damaged',
  'non-ascii-character': 'damaged',
  'keyboard-layout': 'damaged',
  'several-codes': 'damaged',
  'missing-element': 'damaged',
  'trailing-text': 'damaged',
  'wrong-length': 'damaged',
  'invalid-character': 'damaged',
  'not-canonical': 'damaged',
  'missing-field': 'damaged',
  'duplicate-element': 'damaged',
  'unknown-tag': 'damaged',
  'missing-checksum': 'damaged',
  'malformed-checksum': 'damaged',
  'checksum-mismatch': 'damaged',
  'case-lost': 'damaged',
  'unsupported-version': 'unsupported',
  'format-not-loaded': 'unsupported',
  'other-dialect': 'unsupported',
  'ambiguous-code': 'unsupported',
  'not-text': 'misuse',
  'no-formats': 'misuse',
} satisfies Record<DecodeProblem['code'], IssueKind>

/** An issue met on reading, of the kind that its code has there. Holds no sentence: that is made when it is asked for. */
export function failure(problem: DecodeProblem): DecodeError {
  return { kind: KINDS[problem.code], ...problem }
}
