import { SPACE } from './clean.ts'

// Without groups, which are slow to make: every code that is written is looked at.
const UNCLEAN_HEAD = new RegExp(`^(?:${SPACE}|\\]Q[0-6])`, 'i')

const UNCLEAN_END = new RegExp(`${SPACE}$`)

/** Whether `clean` would take nothing off. */
export function isClean(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  // Nearly every code: neither begins with a space or a bracket, nor ends with a space.
  if (first > 0x20 && first < 0x5d && last > 0x20 && last < 0x7f) return true
  return !UNCLEAN_HEAD.test(text) && !UNCLEAN_END.test(text)
}
