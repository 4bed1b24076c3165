import type { DecodeFacts, InField, MisuseFacts, ValueFacts, WarningFacts, Where } from './facts.ts'

/**
 * foreign: not a code of ours · damaged: ours, but not as it was made · unsupported: sound, but not readable
 * with the formats at hand · misuse: the caller's data or document is wrong.
 */
export type IssueKind = 'foreign' | 'damaged' | 'unsupported' | 'misuse'

type Coded<Facts> = { readonly [C in keyof Facts]: { readonly code: C } & Where & Facts[C] }[keyof Facts]

/** What is wrong with a text, before it is known what kind of fault that is. */
export type DecodeProblem = Coded<DecodeFacts>
/** What the caller did wrong. */
export type MisuseProblem = Coded<MisuseFacts>

/** Why a text gave no record: typed data for each `code`. */
export type DecodeError = { readonly kind: IssueKind } & DecodeProblem

/** Why something was refused: typed data for each `code`. */
export type Issue = DecodeError | ({ readonly kind: 'misuse' } & MisuseProblem)

/** A deviation that was accepted. The people who print the labels should hear of it. */
export type Warning = Coded<WarningFacts>

export type IssueCode = Issue['code']
export type WarningCode = Warning['code']

/** What is wrong with one value; `at` is an offset into the value or the text. */
export type ValueFault = {
  readonly [C in Exclude<keyof ValueFacts, 'too-long'>]: { readonly code: C; readonly at: number } & Omit<
    ValueFacts[C],
    keyof InField
  >
}[Exclude<keyof ValueFacts, 'too-long'>]

/** The same as an issue of a field whose value begins at `start`. */
export function problemOf(fault: ValueFault, field: string, start = 0): Coded<ValueFacts> {
  const { at, ...facts } = fault
  return { ...facts, field, position: start + at }
}
