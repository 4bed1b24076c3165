import { ClaimtagError } from '@claimtag/core'

/** What is wrong with an option, a configuration or a stored state. */
export type ProvisioningIssue = {
  readonly kind: 'misuse'
  /** Where: an option, or a path such as `deviceProfileByJoinEui.70B3D57ED0000001`. Empty for the whole input. */
  readonly field: string
} & (
  | { readonly code: 'configuration-invalid' | 'state-invalid'; readonly problem: string }
  | { readonly code: 'address-not-https' }
  | { readonly code: 'key-refused' }
)

export type ProvisioningIssueCode = ProvisioningIssue['code']

type Problem = ProvisioningIssue extends infer I
  ? I extends ProvisioningIssue
    ? Omit<I, 'kind'>
    : never
  : never

export type ProvisioningError = ClaimtagError<ProvisioningIssue>

type Document = Extract<ProvisioningIssue, { readonly problem: string }>
type Sentences = {
  readonly [C in ProvisioningIssueCode]: (
    issue: C extends Document['code'] ? Document : ProvisioningIssue,
  ) => string
}

const SENTENCES = {
  'configuration-invalid': ({ field, problem }) =>
    `${field === '' ? 'The configuration' : `${field} of the configuration`} ${problem}.`,
  'state-invalid': ({ field, problem }) =>
    `${field === '' ? 'The stored state' : `${field} of the stored state`} ${problem}.`,
  'address-not-https': ({ field }) => `${field} must be an https address without credentials in it.`,
  'key-refused': ({ field }) => `${field} must not reach the Network Server: the Join Server is external.`,
} satisfies Sentences

export function explainIssue(issue: ProvisioningIssue): string {
  const sentence = SENTENCES[issue.code] as (issue: ProvisioningIssue) => string
  return sentence(issue)
}

export function provisioningError(problem: Problem): ProvisioningError {
  const issue = { kind: 'misuse', ...problem } as ProvisioningIssue
  return new ClaimtagError(issue, explainIssue(issue))
}
