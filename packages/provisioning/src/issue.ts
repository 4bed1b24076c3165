/** What is wrong with an option, a configuration or a stored state. */
export type ProvisioningIssue = {
  readonly kind: 'misuse'
  /** Where: an option, or a path such as `deviceProfileByJoinEui.70B3D57ED0000001`. Empty for the whole input. */
  readonly field: string
} & (
  | {
      readonly code:
        | 'configuration-invalid'
        | 'state-invalid'
        | 'private-key-invalid'
        | 'encrypted-key-invalid'
      readonly problem: string
    }
  | { readonly code: 'address-not-https' }
  | { readonly code: 'key-refused' }
  | { readonly code: 'state-moved-on' }
)

export type ProvisioningIssueCode = ProvisioningIssue['code']

/** A `ProvisioningIssue` without its kind, which is always the same. */
export type ProvisioningProblem = ProvisioningIssue extends infer I
  ? I extends ProvisioningIssue
    ? Omit<I, 'kind'>
    : never
  : never
