import { formatToken } from '@claimtag/core'
import type { Format, IssuedForm } from '@claimtag/core'
import { createRandomPool } from './random-pool.ts'
import type { FillRandom } from './random-pool.ts'
import { tokenForm } from './token-form.ts'
import type { TokenSource } from './token-source.ts'

export interface RandomTokensOptions {
  /** Default: 16, or as near to that as the format allows. */
  readonly bytes?: number
  /** The form of the token. Default: as the format declares; upper-case hex where it declares text. */
  readonly form?: Exclude<IssuedForm, 'text'>
}

/**
 * Random tokens, for makers whose Join Server takes tokens instead of issuing them.
 *
 * @example
 * ```ts
 * import { randomTokens } from '@claimtag/online'
 *
 * const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
 * ```
 */
export function randomTokens(fill: FillRandom, { bytes, form }: RandomTokensOptions = {}): TokenSource {
  const draw = createRandomPool(fill)
  // An issuer has one format: its form is looked up once.
  let known: { readonly format: Format; readonly wanted: ReturnType<typeof tokenForm> } | undefined
  const source: TokenSource = (_, { format }) => {
    if (known?.format !== format) known = { format, wanted: tokenForm(format) }
    const { wanted } = known
    return formatToken(draw(bytes ?? wanted.bytes), form ?? wanted.form)
  }
  return Object.assign(source, { isAtHand: true })
}
