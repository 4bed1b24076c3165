import type { DecodeError, DecodeProblem, IssueKind } from './issue.ts'

type Code = DecodeProblem['code']

/** Most codes say how a code of ours was damaged. They are a type, since a table of them takes room in every app. */
type DamagedCode = Extract<
  Code,
  | 'too-long'
  | 'control-character'
  | 'non-ascii-character'
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

const KINDS: ReadonlyMap<string, IssueKind> = /* @__PURE__ */ new Map(
  Object.entries({
    empty: 'foreign',
    'not-recognised': 'foreign',
    'other-code': 'foreign',
    placeholder: 'foreign',
    'unsupported-version': 'unsupported',
    'format-not-loaded': 'unsupported',
    'other-dialect': 'unsupported',
    'ambiguous-code': 'unsupported',
    'not-text': 'misuse',
    'no-formats': 'misuse',
  } satisfies Record<Exclude<Code, DamagedCode>, IssueKind>),
)

/** An issue met on reading, of the kind that its code has there. */
export function failure(problem: DecodeProblem): DecodeError {
  return { kind: KINDS.get(problem.code) ?? 'damaged', ...problem }
}
