import { formatToken } from '@claimtag/core'
import type { IssuedForm } from '@claimtag/core'
import { tokenForm } from './token-form.ts'
import type { TokenSource } from './token-source.ts'

/** Fills an array with random bytes: `(bytes) => crypto.getRandomValues(bytes)`. Nothing weaker will do. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => unknown

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
  const source: TokenSource = (_, { format }) => {
    const wanted = tokenForm(format)
    const token = new Uint8Array(bytes ?? wanted.bytes)
    fill(token)
    return formatToken(token, form ?? wanted.form)
  }
  return Object.assign(source, { isAtHand: true })
}
