/**
 * A whole number with separators for thousands.
 *
 * @example
 * ```ts
 * import { count } from '@claimtag/core'
 *
 * console.log(count(12345)) // 12,345
 * ```
 */
export function count(number: number): string {
  // An engine may have no Intl, and Node loads it for 40 ms.
  return String(number).replace(/\d(?=(?:\d{3})+$)/g, '$&,')
}

/**
 * A number with its noun, in the plural unless it is 1.
 *
 * @example
 * ```ts
 * import { counted } from '@claimtag/core'
 *
 * console.log(counted(1, 'label'), counted(12345, 'label')) // 1 label 12,345 labels
 * ```
 */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${agreeing(number, noun, `${noun}s`)}`
}

/**
 * The form of a word that agrees with a number.
 *
 * @example
 * ```ts
 * import { agreeing } from '@claimtag/core'
 *
 * console.log(agreeing(2, 'is', 'are')) // are
 * ```
 */
export function agreeing(number: number, one: string, many: string): string {
  return number === 1 ? one : many
}
