import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import { onlineError } from './error.ts'
import type { TokenSource } from './token-source.ts'

/**
 * Tokens that are known beforehand, by DevEUI in any spelling. Throws `dev-eui-invalid` and `token-record-ambiguous`
 * at once; the source throws `token-not-recorded`.
 *
 * @example
 * const tokens = recorded([['70B3D57ED00A0004', 'ecQSH8YIV9/+/HS5mcyF8Q==']])
 */
export function recorded(tokens: Iterable<readonly [devEui: string, ownerToken: string]>): TokenSource {
  const byDevEui = new Map<Eui64, string>()
  for (const [written, token] of tokens) {
    const devEui = parseWrittenEui64(written)
    if (devEui === undefined) throw onlineError('dev-eui-invalid', { field: 'devEui' })
    if ((byDevEui.get(devEui) ?? token) !== token) throw onlineError('token-record-ambiguous', { devEui })
    byDevEui.set(devEui, token)
  }
  return ({ devEui }) => {
    const token = byDevEui.get(devEui)
    if (token === undefined) throw onlineError('token-not-recorded', { devEui })
    return token
  }
}
