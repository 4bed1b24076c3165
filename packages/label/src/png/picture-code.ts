/** A code trained on pictures of one kind. */
export interface PictureCode {
  /** Bits of the code of each byte, of the end and of each length, in base 36. The first code has all bytes. */
  readonly literals: string
  /** How often each distance occurs for 10,000 copies of the row above. */
  readonly distanceWeights: readonly number[]
  /** Bits of the codes in which the lengths above are written. */
  readonly codeLengths: string
}
