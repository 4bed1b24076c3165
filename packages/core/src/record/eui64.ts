declare const brand: unique symbol

/** A 64-bit extended unique identifier (DevEUI, JoinEUI): 16 upper-case hex digits, big-endian, no separators. */
export type Eui64 = string & { readonly [brand]: 'Eui64' }

const EITHER_CASE = /^[0-9A-Fa-f]{16}$/
// One separator throughout, between pairs (70-B3-D5-…, 70:B3:D5:…, 70 B3 D5 …) or, as our own labels have it, fours.
const GROUPED =
  /^[0-9A-Fa-f]{2}([-: ])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){6}$|^[0-9A-Fa-f]{4}([-: ])[0-9A-Fa-f]{4}(?:\2[0-9A-Fa-f]{4}){2}$/

/**
 * Whether the text is an EUI in the one notation of records.
 *
 * @example
 * ```ts
 * import { isEui64 } from '@claimtag/core'
 *
 * console.log(isEui64('70B3D57ED00A0004'), isEui64('70-B3-D5-7E-D0-0A-00-04')) // true false
 * ```
 */
export function isEui64(text: string): text is Eui64 {
  // Programs in JavaScript ask about anything.
  if (typeof text !== 'string' || text.length !== 16) return false
  // Each row asks four times: a number that becomes negative takes half of the time of a regular expression.
  let strange = 0
  for (let at = 0; at < 16; at += 1) {
    const unit = text.charCodeAt(at)
    const notDigit = (unit - 0x30) | (0x39 - unit)
    const notLetter = (unit - 0x41) | (0x46 - unit)
    strange |= notDigit & notLetter
  }
  return strange >= 0
}

/**
 * Reads an EUI as it is in a code: 16 hex digits in either case, nothing else.
 *
 * @example
 * ```ts
 * import { parseEui64 } from '@claimtag/core'
 *
 * console.log(parseEui64('0004a310001aaed6')) // 0004A310001AAED6
 * ```
 */
export function parseEui64(text: string): Eui64 | undefined {
  return EITHER_CASE.test(text) ? (text.toUpperCase() as Eui64) : undefined
}

/**
 * Reads an EUI as people and spreadsheets write it: also `70-B3-D5-…`, `70:B3:D5:…`, `70 B3 D5 …` and `70B3 D57E …`.
 * For files and keyboards only; a scanned code never has separators.
 *
 * @example
 * ```ts
 * import { parseWrittenEui64 } from '@claimtag/core'
 *
 * console.log(parseWrittenEui64('70-b3-d5-7e-d0-0a-00-04')) // 70B3D57ED00A0004
 * ```
 */
export function parseWrittenEui64(text: string): Eui64 | undefined {
  // Nearly every file has them in the one form.
  if (isEui64(text)) return text
  return parseEui64(GROUPED.test(text) ? text.replace(/[-: ]/g, '') : text)
}
