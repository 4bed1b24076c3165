import { VALUE } from './charset.ts'

const DIGIT = 1
const NEITHER = 2
/** What each character of ASCII is: a digit, another character of the mode (0), or neither. */
const KIND: Uint8Array = /* @__PURE__ */ Uint8Array.from(VALUE, (value) =>
  value < 10 ? DIGIT : value > 44 ? NEITHER : 0,
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
  const { length } = text
  let at = 0
  while (at < length && kindOf(text.charCodeAt(at)) === DIGIT) at++
  if (at > 6 || at === length) return false
  // Without a branch for each kind: which one comes next cannot be foreseen, and that took half of the time.
  let digits = 0
  let kinds = 0
  for (; at < length; at++) {
    const kind = kindOf(text.charCodeAt(at))
    kinds |= kind
    digits = Math.imul(digits + 1, kind & DIGIT)
    if (digits > 12) return false
  }
  return kinds < NEITHER && digits <= 6
}

function kindOf(unit: number): number {
  return unit < 128 ? KIND[unit]! : NEITHER
}
