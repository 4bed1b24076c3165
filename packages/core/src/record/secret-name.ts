import { isKeyName, wordsOf } from './key-name.ts'

/** A word after which a name is about a token, and may be printed: `tokenType`. */
const ABOUT = /^(?:ids?|types?|formats?|lengths?|forms?)$/

/**
 * Whether the name of a field, a column or a member means something that must not be printed as text: a key, or the
 * proof of ownership (`ownerToken`, `claim_authentication_code`, `Claim code`), in any spelling.
 *
 * @example
 * ```ts
 * import { isSecretName } from '@claimtag/core'
 *
 * console.log(isSecretName('Owner Token'), isSecretName('tokenType')) // true false
 * ```
 */
export function isSecretName(name: string): boolean {
  if (isKeyName(name)) return true
  const words = wordsOf(name)
  const isToken = words.some((word, i) => /tokens?$|^cac$/.test(word) && !ABOUT.test(words[i + 1] ?? ''))
  return isToken || /(?:claim(?:ing)?|authentication)code/.test(words.join(''))
}
