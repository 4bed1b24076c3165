import type { ErrorCorrection } from './symbol.ts'

const LEVEL_INDICATOR = { L: 0b01, M: 0b00, Q: 0b11, H: 0b10 } as const satisfies Record<
  ErrorCorrection,
  number
>

/** The 15 bits of format information: level and mask, BCH (15,5), masked (ISO/IEC 18004:2015, 7.9). */
export function formatInformation(level: ErrorCorrection, mask: number): number {
  return withChecks((LEVEL_INDICATOR[level] << 3) | mask, 10, 0x537) ^ 0x5412
}

/** The 18 bits of version information, from version 7 on: BCH (18,6) (7.10). */
export function versionInformation(version: number): number {
  return withChecks(version, 12, 0x1f25)
}

/** Data bits followed by their remainder modulo a generator polynomial of the degree `checks` (annexes C, D). */
function withChecks(data: number, checks: number, generator: number): number {
  let remainder = data
  for (let i = 0; i < checks; i++) remainder = (remainder << 1) ^ ((remainder >> (checks - 1)) * generator)
  return (data << checks) | remainder
}
