import { provisioningError } from '../provisioning-error.ts'

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i

/**
 * An address without its last slash. Credentials and ownerTokens are sent there, so it has to be `https:`; plain
 * `http:` is allowed only for this machine, for simulators.
 *
 * @throws ProvisioningError `address-not-https`
 */
export function secureAddress(address: string, field: string): string {
  if (!isSecureAddress(address)) throw provisioningError({ code: 'address-not-https', field })
  return address.replace(/\/+$/, '')
}

export function isSecureAddress(address: string): boolean {
  return HTTPS.test(address) || LOOPBACK.test(address)
}
