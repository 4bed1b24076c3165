import { VALUE } from './charset.ts'

const DIGIT = 1
const NEITHER = 2
const BEYOND = 0xff
/** What each byte is: a digit, another character of the mode (0), or neither. */
const KIND: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 256 }, (_, byte) =>
  VALUE[byte]! < 10 ? DIGIT : VALUE[byte]! <= 44 ? 0 : NEITHER,
)

/**
 * Whether one alphanumeric segment is certain to take the fewest bits in every version. All such texts of one length
 * then get the same version and level, so that a batch plans only one of each length. `false` means that it is not
 * certain.
 *
 * The numbers hold in versions 1 to 9; headers are longer in larger versions. Up to 12 digits inside the text save at
 * most 26 bits as a segment of their own, and two headers take 27; up to 6 at an end save at most 13, and one header
 * takes 14. A byte takes 8 bits instead of 5½, and saves a single bit of its header.
 *
 * @example
 * ```ts
 * import { isOneAlphanumericSegment } from '@claimtag/qr'
 *
 * console.log(isOneAlphanumericSegment('LW:D0:A81758FFFE04CAFE')) // true
 * ```
 */
export function isOneAlphanumericSegment(text: string): boolean {
  const units = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) units[at] = Math.min(text.charCodeAt(at), BEYOND)
  return isOneAlphanumericRun(units, units.length)
}

/**
 * The same for the first `length` of bytes in UTF-8, for callers that write many texts as bytes: to read a character of
 * a text that was joined takes ten times as long.
 *
 * @example
 * ```ts
 * import { isOneAlphanumericRun } from '@claimtag/qr'
 *
 * console.log(isOneAlphanumericRun(new TextEncoder().encode('LW:D0:A81758FFFE04CAFE'), 22)) // true
 * ```
 */
export function isOneAlphanumericRun(bytes: Uint8Array, length: number): boolean {
  let at = 0
  while (at < length && KIND[bytes[at]!] === DIGIT) at++
  if (at > 6 || at === length) return false
  // Without a branch for each kind: which one comes next cannot be foreseen, and that took half of the time.
  let digits = 0
  let kinds = 0
  for (; at < length; at++) {
    const kind = KIND[bytes[at]!]!
    kinds |= kind
    digits = Math.imul(digits + 1, kind & DIGIT)
    if (digits > 12) return false
  }
  return kinds < NEITHER && digits <= 6
}
