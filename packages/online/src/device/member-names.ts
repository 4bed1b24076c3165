import { isKeyName, nearestName } from '@claimtag/core'

/** The members that a device may have. */
const DEVICE_TEXTS = [
  'devEui',
  'joinEui',
  'vendorId',
  'vendorProfileId',
  'serialNumber',
  'proprietary',
] as const

const KNOWN: readonly string[] = [...DEVICE_TEXTS, 'extra', 'columns']

/** The JoinEUI in LoRaWAN 1.0; accepted as its name in every device. */
export const APP_EUI = 'appEui'

/** Names that people give an ownerToken. */
const TOKEN_NAMES = /^(?:owner|claim|claiming|authentication|device)*(?:token|claimcode|authenticationcode)$/

const ACCEPTED: ReadonlySet<string> = new Set([...KNOWN, APP_EUI])

export function isKnownMember(name: string): boolean {
  return ACCEPTED.has(name)
}

export function isTokenName(name: string): boolean {
  return TOKEN_NAMES.test(plain(name))
}

/** The member most likely meant by a mistyped name: `serial`, `DevEUI`, `seralNumber`. */
export function nearestMember(typed: string): string | undefined {
  const nearest = nearestName(typed, [...KNOWN, APP_EUI])
  return nearest === APP_EUI ? 'joinEui' : nearest
}

/**
 * Whether a name may be repeated in a message. If somebody mixes up names and values, a token must not get into a
 * log, so only texts that look like a name are repeated: letters in the case of names, and few digits.
 */
export function isQuotable(name: string): boolean {
  if (isKeyName(name)) return true
  if (name.length > 32 || !/^[A-Za-z][A-Za-z0-9 _.-]*$/.test(name)) return false
  if (name.replace(/[^0-9]/g, '').length > 2) return false
  return name
    .split(/[ _.-]|(?=[A-Z][a-z])/)
    .every((word) => /^[A-Z]?[a-z]{0,14}[A-Z]{0,8}\d{0,2}$/.test(word))
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
