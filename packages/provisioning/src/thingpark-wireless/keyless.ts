import { isSecretName } from '@claimtag/core'
import { provisioningError } from '../issue.ts'

const HSM_GROUP = /^hsm[-_ ]?group/i

/**
 * The members as they are, if none of them, however deep, is a root key, an HSM group, an ASTK or an ownerToken:
 * with an external Join Server the Network Server is given none (TPW 7.2, columns F and R of its batch file).
 *
 * @throws ClaimtagError `key-refused`
 */
export function keyless<T>(members: T): T {
  if (typeof members !== 'object' || members === null) return members
  for (const [name, value] of Object.entries(members)) {
    if (isSecretName(name) || HSM_GROUP.test(name)) {
      throw provisioningError({ code: 'key-refused', field: name })
    }
    keyless(value)
  }
  return members
}
