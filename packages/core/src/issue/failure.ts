import type { DecodeError, DecodeProblem, IssueKind } from './issue.ts'

type Code = DecodeProblem['code']

/** Most codes say how a code of ours was damaged. They are a type, since a table of them takes room in every app. */
type DamagedCode = Extract<
  Code,
  | 'too-long'
  | 'control-character'
  | 'non-ascii-character'
  | 'keyboard-layout'
  | 'several-codes'
  | 'missing-element'
  | 'trailing-text'
  | 'wrong-length'
  | 'invalid-character'
  | 'not-canonical'
  | 'missing-field'
  | 'duplicate-element'
  | 'unknown-tag'
  | 'missing-checksum'
  | 'malformed-checksum'
  | 'checksum-mismatch'
  | 'case-lost'
>

const KINDS: Partial<Record<Code, IssueKind>> = {
  empty: 'foreign',
  'not-recognised': 'foreign',
  'other-code': 'foreign',
  placeholder: 'foreign',
  'token-missing': 'foreign',
  'unsupported-version': 'unsupported',
  'format-not-loaded': 'unsupported',
  'other-dialect': 'unsupported',
  'ambiguous-code': 'unsupported',
  'not-text': 'misuse',
  'no-formats': 'misuse',
} satisfies Record<Exclude<Code, DamagedCode>, IssueKind>

/** An issue met on reading, of the kind that its code has there. Holds no sentence: that is made when it is asked for. */
export function failure(problem: DecodeProblem): DecodeError {
  return { kind: KINDS[problem.code] ?? 'damaged', ...problem }
}
