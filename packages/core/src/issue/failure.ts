import type { DecodeError, DecodeProblem } from './issue.ts'

type Code = DecodeProblem['code']

/**
 * Most codes say how a code of ours was damaged. They are a type, since a table of them would take space in every
 * app.
 */
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

const OTHERS = {
  foreign: 'empty not-recognised other-code placeholder token-missing',
  unsupported: 'unsupported-version format-not-loaded other-dialect ambiguous-code',
  misuse: 'not-text no-formats',
} as const

type OtherKind = keyof typeof OTHERS
type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S
type Unclassified = Exclude<Code, DamagedCode | Words<(typeof OTHERS)[OtherKind]>>

/** An issue met on reading, of the kind that its code has there. Holds no sentence: that is made when it is asked for. */
export function failure(problem: [Unclassified] extends [never] ? DecodeProblem : Unclassified): DecodeError {
  const kinds = Object.keys(OTHERS) as OtherKind[]
  const kind = kinds.find((one) => OTHERS[one].includes(problem.code)) ?? 'damaged'
  return { kind, ...problem }
}
