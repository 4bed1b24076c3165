/** Which labels are read back: all, every n-th one, or none. */
export type VerifyMode = 'all' | 'none' | { readonly every: number }

/**
 * A verification mode as text: `all`, `none`, `sample:100`.
 *
 * @example
 * ```ts
 * import { verifyName } from '@claimtag/batch'
 *
 * console.log(verifyName({ every: 100 })) // sample:100
 * ```
 */
export function verifyName(mode: VerifyMode): string {
  return typeof mode === 'string' ? mode : `sample:${mode.every}`
}

/**
 * Reads the text of a verification mode; `undefined` for any other text.
 *
 * @example
 * ```ts
 * import { parseVerifyMode } from '@claimtag/batch'
 *
 * console.log(parseVerifyMode('all'), parseVerifyMode('some')) // all undefined
 * ```
 */
export function parseVerifyMode(text: string): VerifyMode | undefined {
  if (text === 'all' || text === 'none') return text
  const [, every] = /^sample:([1-9]\d{0,8})$/.exec(text) ?? []
  return every === undefined ? undefined : { every: Number(every) }
}
