import { ClaimtagError, isKeyName } from '@claimtag/core'

/** A dialect would send a secret to the Network Server. */
export interface KeyIssue {
  readonly code: 'key-refused'
  readonly kind: 'misuse'
  /** The member's name. */
  readonly field: string
}

const OTHER_SECRETS = /^(?:owner-?token|hsm-?group.*|as-?(?:transport-?)?key)$/i

/**
 * The members as they are, if none of them, however deep, is a root key, an HSM group, an ASTK or an ownerToken:
 * with an external Join Server the Network Server is given none (TPW 7.2, columns F and R of its batch file).
 */
export function keyless<T>(members: T): T {
  if (typeof members !== 'object' || members === null) return members
  for (const [name, value] of Object.entries(members)) {
    if (isKeyName(name) || OTHER_SECRETS.test(name.replace(/[_ ]/g, '-'))) {
      const issue: KeyIssue = { code: 'key-refused', kind: 'misuse', field: name }
      throw new ClaimtagError(
        issue,
        `${name} must not reach the Network Server: the Join Server is external.`,
      )
    }
    keyless(value)
  }
  return members
}
