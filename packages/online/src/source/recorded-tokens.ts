import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import { onlineError } from '../issue/issue.ts'
import type { TokenSource } from './token-source.ts'

/**
 * Tokens that are known beforehand, by DevEUI in any notation. The source itself rejects with `token-not-recorded`.
 *
 * @throws OnlineError `dev-eui-invalid`, `token-record-ambiguous`
 *
 * @example
 * ```ts
 * import { recordedTokens } from '@claimtag/online'
 *
 * const tokens = recordedTokens([['70-B3-D5-7E-D0-0A-00-04', 'ecQSH8YIV9/+/HS5mcyF8Q==']])
 * ```
 */
export function recordedTokens(tokens: Iterable<readonly [devEui: string, ownerToken: string]>): TokenSource {
  const byDevEui = new Map<Eui64, string>()
  for (const [written, token] of tokens) {
    const devEui = parseWrittenEui64(written)
    if (devEui === undefined) throw onlineError({ code: 'dev-eui-invalid', field: 'devEui' })
    if ((byDevEui.get(devEui) ?? token) !== token)
      throw onlineError({ code: 'token-record-ambiguous', devEui })
    byDevEui.set(devEui, token)
  }
  const source: TokenSource = ({ devEui }) => {
    const token = byDevEui.get(devEui)
    if (token === undefined) throw onlineError({ code: 'token-not-recorded', devEui })
    return token
  }
  const lookUp = ({ devEui }: { readonly devEui: Eui64 }): string | undefined => byDevEui.get(devEui)
  return Object.assign(source, { isAtHand: true, lookUp })
}
