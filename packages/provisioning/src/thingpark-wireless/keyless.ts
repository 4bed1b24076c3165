import { isSecretName } from '@claimtag/core'
import { provisioningError } from '../provisioning-error.ts'

const HSM_GROUP = /^hsm[-_ ]?group/i

/**
 * Returns the members unchanged, if none of them, at any depth, is a root key, an HSM group, an ASTK or an
 * ownerToken: with an external Join Server the Network Server gets none of them (TPW 7.2, columns F and R of its
 * batch file).
 *
 * @throws ProvisioningError `key-refused`
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
