import { VALUE } from './charset.ts'

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
  let digits = 0
  let most = 6
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const value = unit < 128 ? VALUE[unit]! : 255
    if (value < 10) {
      digits++
      continue
    }
    if (value > 44 || digits > most) return false
    digits = 0
    most = 12
  }
  return digits <= 6 && digits < text.length
}
