import type { Device } from './device.ts'
import type { WeakToken } from '../row-problem.ts'
import { isHexadecimal } from './hex-token.ts'

/** Why a token protects nothing, if so. Such a device is labelled all the same: its token was decided by its issuer. */
export function weakness({ devEui, serialNumber, ownerToken }: Device['fields']): WeakToken | undefined {
  if (ownerToken === undefined) return undefined
  const token = ownerToken.toUpperCase()
  if (token === devEui) return 'weak-token-dev-eui'
  if (token === serialNumber?.toUpperCase()) return 'weak-token-serial'
  const bytes = bytesOf(ownerToken)
  if (bytes.length === EUI_BYTES && bytes.toString('hex').toUpperCase() === devEui)
    return 'weak-token-dev-eui'
  if (bytes.length === serialNumber?.length && bytes.toString('latin1') === serialNumber)
    return 'weak-token-serial'
  const digits = token.replace(/=+$/, '')
  return (
    steady(digits.length, (at) => stepOf(digits, at)) ?? steady(bytes.length, (at) => byteStep(bytes, at))
  )
}

const EUI_BYTES = 8
/** Fewer digits or bytes form a sequence by chance now and then. */
const LEAST = 4

/** The bytes of a token that looks hexadecimal or base64. */
function bytesOf(token: string): Buffer {
  return Buffer.from(token, isHexadecimal(token) ? 'hex' : 'base64')
}

/** Whether all steps from one to the next are equal, and small. */
function steady(length: number, step: (at: number) => number): WeakToken | undefined {
  if (length < LEAST) return undefined
  const first = step(1)
  if (Math.abs(first) > 1) return undefined
  for (let at = 2; at < length; at++) if (step(at) !== first) return undefined
  return first === 0 ? 'weak-token-constant' : 'weak-token-sequence'
}

function byteStep(bytes: Buffer, at: number): number {
  const step = ((bytes[at] ?? 0) - (bytes[at - 1] ?? 0)) & 0xff
  return step === 0xff ? -1 : step
}

const HEX_ORDER = '0123456789ABCDEF'

// 89AB counts in hex although 9 and A are not adjacent in ASCII; after F0 and 90 counting starts again.
function stepOf(text: string, at: number): number {
  const from = HEX_ORDER.indexOf(text[at - 1] ?? '')
  const to = HEX_ORDER.indexOf(text[at] ?? '')
  if (from === -1 || to === -1) return text.charCodeAt(at) - text.charCodeAt(at - 1)
  const step = to - from
  if (step === -15 || (step === -9 && to === 0)) return 1
  return step === 15 || (step === 9 && from === 0) ? -1 : step
}
