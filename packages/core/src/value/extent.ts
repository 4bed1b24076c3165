/** How many characters, or bytes, a value may have. */
export interface Extent {
  readonly least: number
  readonly most: number
}

/** What is wrong with a length, if anything. */
export interface Misfit {
  readonly code: 'wrong-length'
  readonly length: number
  readonly expected: string
}

export function misfit({ least, most }: Extent, length: number): Misfit | undefined {
  if (length >= least && length <= most) return undefined
  return { code: 'wrong-length', length, expected: least === most ? `${least}` : `${least} to ${most}` }
}
