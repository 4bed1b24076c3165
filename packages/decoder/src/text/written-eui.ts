import type { DecodeProblem } from '@claimtag/core/reader'
import { EUI_DIGITS } from './limits.ts'

/** Reads an EUI as people write it, or says what is wrong with it; `start` is where it stands. */
export function readEui(text: string, field: string, start: number): string | DecodeProblem {
  const digits = text.replace(/[-: ]/g, '').toUpperCase()
  const strange = text.search(/[^-: 0-9A-F]/i)
  const { length } = digits
  if (/^[0-9A-F]*XX[0-9A-FX]*$/.test(digits))
    return { kind: 'foreign', code: 'placeholder', field, position: start }
  if (strange >= 0)
    return { code: 'invalid-character', field, position: start + strange, expected: 'hex digits' }
  return length === EUI_DIGITS
    ? digits
    : { code: 'wrong-length', field, position: start, length, expected: String(EUI_DIGITS) }
}

/** IEEE 802: the lowest bit of the first byte makes the address that of a group, which no device has. */
export function isGroupAddress(eui: string): boolean {
  return /^.[13579BDF]/.test(eui)
}
