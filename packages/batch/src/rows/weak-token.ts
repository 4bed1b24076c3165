import type { Device } from './device.ts'
import type { RowWarningCode } from './row-issue.ts'

/** Says why a token protects nothing, if so. Such a device is labelled all the same: the token is the issuer's. */
export function weakness({ devEui, serialNumber, ownerToken }: Device['fields']): RowWarningCode | undefined {
  if (ownerToken === undefined) return undefined
  const token = ownerToken.toUpperCase()
  if (token === devEui) return 'weak-token-dev-eui'
  if (token === serialNumber?.toUpperCase()) return 'weak-token-serial'
  const digits = token.replace(/=+$/, '')
  if (digits.length < 4) return undefined
  const step = stepOf(digits, 1)
  if (Math.abs(step) > 1) return undefined
  for (let i = 2; i < digits.length; i++) {
    if (stepOf(digits, i) !== step) return undefined
  }
  return step === 0 ? 'weak-token-constant' : 'weak-token-sequence'
}

const HEX_ORDER = '0123456789ABCDEF'

// 89AB counts in hex although 9 and A are no neighbours in ASCII; F0 and 90 go on counting from the start.
function stepOf(text: string, at: number): number {
  const from = HEX_ORDER.indexOf(text[at - 1] ?? '')
  const to = HEX_ORDER.indexOf(text[at] ?? '')
  if (from === -1 || to === -1) return text.charCodeAt(at) - text.charCodeAt(at - 1)
  const step = to - from
  if (step === -15 || (step === -9 && to === 0)) return 1
  return step === 15 || (step === 9 && from === 0) ? -1 : step
}
