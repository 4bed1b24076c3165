import { LEVELS } from './segments/capacity.ts'
import type { ErrorCorrection } from './symbol.ts'

/** The 15 bits of format information: level and mask, BCH (15,5), masked (ISO/IEC 18004:2015, 7.9). */
export function formatInformation(level: ErrorCorrection, mask: number): number {
  // L is 1, M 0, Q 3, H 2 (table 12).
  return withChecks(((LEVELS.indexOf(level) ^ 1) << 3) | mask, 10, 0x537) ^ 0x5412
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
