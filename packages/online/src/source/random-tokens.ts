import { formatToken } from '@claimtag/core'
import type { IssuedForm } from '@claimtag/core'
import { createRandomPool } from './random-pool.ts'
import type { FillRandom } from './random-pool.ts'
import { tokenForm } from './token-form.ts'
import type { TokenSource } from './token-source.ts'

export interface RandomTokensOptions {
  /** 16 unless told otherwise, or as near to that as the format allows. */
  readonly bytes?: number
  /** How the token is issued. As the format declares unless told otherwise; upper-case hex where it declares text. */
  readonly form?: Exclude<IssuedForm, 'text'>
}

/**
 * Random tokens, for makers whose Join Server takes tokens rather than giving them.
 *
 * @example
 * ```ts
 * const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
 * ```
 */
export function randomTokens(fill: FillRandom, { bytes, form }: RandomTokensOptions = {}): TokenSource {
  const draw = createRandomPool(fill)
  const source: TokenSource = (_, { format }) => {
    const wanted = tokenForm(format)
    return formatToken(draw(bytes ?? wanted.bytes), form ?? wanted.form)
  }
  return Object.assign(source, { isAtHand: true })
}
