import type { ErrorCorrection } from './symbol.ts'

const LEVEL_INDICATOR = { L: 0b01, M: 0b00, Q: 0b11, H: 0b10 } as const satisfies Record<
  ErrorCorrection,
  number
>

/** The 15 bits of format information: level and mask, BCH (15,5), masked (ISO/IEC 18004:2015, 7.9). */
export function formatInformation(level: ErrorCorrection, mask: number): number {
  const data = (LEVEL_INDICATOR[level] << 3) | mask
  let remainder = data
  for (let i = 0; i < 10; i++) remainder = (remainder << 1) ^ ((remainder >>> 9) * 0x537)
  return ((data << 10) | remainder) ^ 0x5412
}

/** The 18 bits of version information, from version 7 on: BCH (18,6) (7.10). */
export function versionInformation(version: number): number {
  let remainder = version
  for (let i = 0; i < 12; i++) remainder = (remainder << 1) ^ ((remainder >>> 11) * 0x1f25)
  return (version << 12) | remainder
}
