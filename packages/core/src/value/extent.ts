import type { ValueFault } from '../issue/issue.ts'

/** How many characters, or bytes, a value may have. */
export interface Extent {
  readonly least: number
  readonly most: number
}

/** What is wrong with a length, if anything. */
export function misfit(least: number, most: number, length: number): ValueFault | undefined {
  if (length >= least && length <= most) return undefined
  return ['wrong-length', 0, { length, expected: describe({ least, most }) }]
}

export function describe({ least, most }: Extent): string {
  return least < most ? `${least} to ${most}` : `${least}`
}
