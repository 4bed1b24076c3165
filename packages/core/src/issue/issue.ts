import type { DecodeFacts, InField, MisuseFacts, ValueFacts, WarningFacts, Where } from './facts.ts'

/**
 * foreign: not a code of ours · damaged: ours, but not as it was made · unsupported: sound, but not readable
 * with the formats at hand · misuse: the caller's data or document is wrong.
 */
export type IssueKind = 'foreign' | 'damaged' | 'unsupported' | 'misuse'

type Coded<Facts> = { readonly [C in keyof Facts]: { readonly code: C } & Where & Facts[C] }[keyof Facts]

/** The codes that do not say how a code of ours was damaged. Such a problem brings its kind along. */
interface OtherKinds {
  readonly empty: 'foreign'
  readonly 'not-recognised': 'foreign'
  readonly 'other-code': 'foreign'
  readonly placeholder: 'foreign'
  readonly 'token-missing': 'foreign'
  readonly 'unsupported-version': 'unsupported'
  readonly 'format-not-loaded': 'unsupported'
  readonly 'other-dialect': 'unsupported'
  readonly 'ambiguous-code': 'unsupported'
  readonly 'not-text': 'misuse'
  readonly 'no-formats': 'misuse'
}

type KindOf<C> = C extends keyof OtherKinds ? { readonly kind: OtherKinds[C] } : { readonly kind?: 'damaged' }

/** What is wrong with a text: `refusal` makes a result of it. */
export type DecodeProblem = {
  readonly [C in keyof DecodeFacts]: { readonly code: C } & KindOf<C> & Where & DecodeFacts[C]
}[keyof DecodeFacts]
/** What the caller did wrong. */
export type MisuseProblem = Coded<MisuseFacts>

/** Why a text gave no record: typed data for each `code`. */
export type DecodeError = { readonly kind: IssueKind } & Coded<DecodeFacts>

/** Why something was refused: typed data for each `code`. */
export type Issue = DecodeError | ({ readonly kind: 'misuse' } & MisuseProblem)

/** A deviation that was accepted. The people who print the labels should hear of it. */
export type Warning = Coded<WarningFacts>

export type IssueCode = Issue['code']
export type WarningCode = Warning['code']

/** What is wrong with one value: its code, an offset into the value or the text, and what else there is to say. */
export type ValueFault = {
  readonly [C in ValueCode]: readonly [
    code: C,
    at: number,
    facts?: Omit<ValueFacts[C], keyof InField> & { readonly kind?: IssueKind },
  ]
}[ValueCode]

type ValueCode = Exclude<keyof ValueFacts, 'too-long'>

/** The same as an issue of a field. */
export function problemOf([code, position, facts]: ValueFault, field: string): Coded<ValueFacts> {
  return { code, field, position, ...facts } as Coded<ValueFacts>
}
