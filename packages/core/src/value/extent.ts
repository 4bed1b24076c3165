import type { ValueFault } from '../issue/issue.ts'

/** How many characters, or bytes, a value may have. */
export interface Extent {
  readonly least: number
  readonly most: number
}

type Misfit = Extract<ValueFault, readonly ['wrong-length', ...unknown[]]>

/** What is wrong with a length, if anything. */
export function misfit(least: number, most: number, length: number): Misfit | undefined {
  if (length >= least && length <= most) return undefined
  return ['wrong-length', 0, { length, expected: least < most ? `${least} to ${most}` : `${least}` }]
}
