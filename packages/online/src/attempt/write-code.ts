import { ClaimtagError, encode, formatToken } from '@claimtag/core'
import type { DeviceFields, Format } from '@claimtag/core'
import type { Settings } from '../options.ts'
import type { NormalDevice } from '../device/device.ts'
import { onlineError } from '../issue/issue.ts'
import { readBack } from '../seal/secret.ts'
import type { Secret } from '../seal/secret.ts'
import { tokenForm } from '../source/token-form.ts'

/** A token has at most 128 bytes, in any form; a text that is far longer is not examined. */
const LONGEST = 4096

/** Finds out what the format cannot encode before a token is spent, by writing the code with a dummy token. */
export function refuseUnwritable(asked: NormalDevice, format: Format): void {
  const { form, bytes } = tokenForm(format)
  try {
    encode(withToken(asked, formatToken(new Uint8Array(bytes), form)), format)
  } catch (error) {
    // A format that accepts fewer tokens may refuse the dummy; the real token is checked when it is there.
    if (error instanceof ClaimtagError && isAboutToken(error.issue)) return
    throw error
  }
}

function isAboutToken(issue: unknown): boolean {
  return typeof issue === 'object' && issue !== null && 'field' in issue && issue.field === 'ownerToken'
}

/** Writes a device's code with its token, and reads it back. */
export function writeCode(
  asked: NormalDevice,
  given: unknown,
  { format, decode }: Pick<Settings, 'format' | 'decode'>,
): Secret {
  const { devEui } = asked
  const field = 'ownerToken'
  if (given === undefined || given === null || given === '')
    throw onlineError({ code: 'token-empty', devEui, field })
  if (typeof given !== 'string')
    throw onlineError({ code: 'token-invalid', devEui, field, problem: 'not-text' })
  if (given.length > LONGEST) throw onlineError({ code: 'token-invalid', devEui, field, problem: 'too-long' })
  if (looksHexadecimal(given) && BASE64.has(tokenForm(format).form))
    throw onlineError({ code: 'token-invalid', devEui, field, problem: 'hexadecimal' })
  const secret = readBack(encode(withToken(asked, given), format), devEui, given, decode)
  if (secret === undefined) throw onlineError({ code: 'code-unreadable', devEui })
  return secret
}

/** What goes into a code: all but the columns. */
function withToken(
  { devEui, joinEui, vendorId, vendorProfileId, serialNumber, proprietary, extra }: NormalDevice,
  ownerToken: string,
): DeviceFields {
  return { devEui, joinEui, ownerToken, vendorId, vendorProfileId, serialNumber, proprietary, extra }
}

const BASE64: ReadonlySet<string> = new Set(['base64', 'base64url'])

/** 24 random base64 characters are all hex digits once in 10^11 times. Every hex token is base64, too. */
function looksHexadecimal(token: string): boolean {
  return token.length >= 16 && /^[0-9A-Fa-f]+$/.test(token)
}
