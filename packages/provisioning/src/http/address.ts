import { ClaimtagError } from '@claimtag/core'

/** A connector was given an address that it cannot use. */
export interface AddressIssue {
  readonly code: 'address-not-https'
  readonly kind: 'misuse'
  readonly field: string
}

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i

/**
 * An address without its last slash. Only `https:` will do, for credentials and ownerTokens go there; plain `http:`
 * is left to the machine itself, for simulators.
 */
export function secureAddress(address: string, field: string): string {
  if (!HTTPS.test(address) && !LOOPBACK.test(address)) {
    const issue: AddressIssue = { code: 'address-not-https', kind: 'misuse', field }
    throw new ClaimtagError(issue, `${field} must be an https address without credentials in it.`)
  }
  return address.replace(/\/+$/, '')
}
