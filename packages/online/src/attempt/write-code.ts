import { ClaimtagError, encode, formatToken } from '@claimtag/core'
import type { Format } from '@claimtag/core'
import type { NormalDevice } from '../device/device.ts'
import { onlineError } from '../issue/issue.ts'
import { readBack } from '../seal/secret.ts'
import type { Secret } from '../seal/secret.ts'
import { tokenForm } from '../source/token-form.ts'

/** A token is at most 128 bytes, in whatever form; what is far longer is not looked at. */
const LONGEST = 4096

/** Finds what the format cannot carry before a token is spent on it, by writing the code with a stand-in for the token. */
export function refuseUnwritable(asked: NormalDevice, format: Format): void {
  const { columns: _, ...device } = asked
  const { form, bytes } = tokenForm(format)
  try {
    encode({ ...device, ownerToken: formatToken(new Uint8Array(bytes), form) }, format)
  } catch (error) {
    // A format with a narrower idea of tokens may refuse the stand-in; the token itself is judged when it is there.
    if (error instanceof ClaimtagError && isAboutToken(error.issue)) return
    throw error
  }
}

function isAboutToken(issue: unknown): boolean {
  return typeof issue === 'object' && issue !== null && 'field' in issue && issue.field === 'ownerToken'
}

/** Writes a device's code with its token, and reads it back. */
export function writeCode(asked: NormalDevice, given: unknown, format: Format): Secret {
  const { columns: _, ...device } = asked
  const { devEui } = device
  const field = 'ownerToken'
  if (given === undefined || given === null || given === '')
    throw onlineError({ code: 'token-empty', devEui, field })
  if (typeof given !== 'string')
    throw onlineError({ code: 'token-invalid', devEui, field, problem: 'not-text' })
  if (given.length > LONGEST) throw onlineError({ code: 'token-invalid', devEui, field, problem: 'too-long' })
  if (looksHexadecimal(given) && BASE64.has(tokenForm(format).form))
    throw onlineError({ code: 'token-invalid', devEui, field, problem: 'hexadecimal' })
  const secret = readBack(encode({ ...device, ownerToken: given }, format), devEui, given, format)
  if (secret === undefined) throw onlineError({ code: 'code-unreadable', devEui })
  return secret
}

const BASE64: ReadonlySet<string> = new Set(['base64', 'base64url'])

/** Of 24 random characters of base64, all are hex digits once in 10^11 times. Every hex token is base64, too. */
function looksHexadecimal(token: string): boolean {
  return token.length >= 16 && /^[0-9A-Fa-f]+$/.test(token)
}
