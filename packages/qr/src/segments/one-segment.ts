import { VALUE } from './charset.ts'

/**
 * Whether a text takes the fewest bits as one alphanumeric segment, whatever the version: then its length alone decides
 * which symbol holds it, so that of many such texts one of each length is planned. `false` leaves the question open.
 *
 * In versions 1 to 9, and headers only get longer after them: digits inside the text save at most 26 bits as a segment of
 * their own when there are up to 12 of them, and two headers take 27; at an end up to 6 save at most 13, and one header
 * takes 14. A byte takes 8 bits for 5½, and saves a single bit of its header.
 *
 * @example
 * isOneAlphanumericSegment('LW:D0:70B3D57ED0000001') // true
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
