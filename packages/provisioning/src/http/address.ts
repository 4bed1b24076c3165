import { provisioningError } from '../issue.ts'

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i

/**
 * An address without its last slash. Only `https:` will do, for credentials and ownerTokens go there; plain `http:`
 * is left to the machine itself, for simulators.
 *
 * @throws ClaimtagError `address-not-https`
 */
export function secureAddress(address: string, field: string): string {
  if (!HTTPS.test(address) && !LOOPBACK.test(address))
    throw provisioningError({ code: 'address-not-https', field })
  return address.replace(/\/+$/, '')
}
