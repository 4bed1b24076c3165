import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'

/** The EUIs whose first bits are these: `70B3D57ED0000000/40`. A whole EUI has 64. */
export interface EuiPrefix {
  readonly eui: Eui64
  readonly bits: number
}

const DIGIT_BITS = 4
const EUI_BITS = 64

/**
 * Reads an EUI, in any notation, or a prefix of EUIs: an EUI, a slash and a number of bits. `undefined` when it is
 * neither, or when bits after the prefix are set, so that two spellings never mean one prefix.
 */
export function parseEuiPrefix(text: string): EuiPrefix | undefined {
  const [written = '', length = `${EUI_BITS}`, ...more] = text.split('/')
  const eui = parseWrittenEui64(written)
  if (eui === undefined || more.length > 0 || !/^\d{1,2}$/.test(length)) return undefined
  const prefix = { eui, bits: Number(length) }
  if (prefix.bits > EUI_BITS || firstBits(eui, prefix.bits) !== firstBits(eui, EUI_BITS)) return undefined
  return prefix
}

export function hasPrefix(eui: Eui64, { eui: first, bits }: EuiPrefix): boolean {
  return firstBits(eui, bits) === first
}

/** The EUI with zeros after so many bits. */
function firstBits(eui: Eui64, bits: number): string {
  const digits = Math.floor(bits / DIGIT_BITS)
  const rest = bits % DIGIT_BITS
  const mask = (0xf << (DIGIT_BITS - rest)) & 0xf
  const partial = rest === 0 ? '' : (parseInt(eui.charAt(digits), 16) & mask).toString(16).toUpperCase()
  return `${eui.slice(0, digits)}${partial}`.padEnd(EUI_BITS / DIGIT_BITS, '0')
}
