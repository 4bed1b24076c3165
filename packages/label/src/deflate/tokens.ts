/** The shortest and longest copy in Deflate, and how far back one may reach (RFC 1951, 3.2.5). */
export const SHORTEST = 3
export const LONGEST = 258
export const WINDOW = 32_768

/**
 * The output of Deflate: bytes and copies. The upper half of a token is a byte, or `COPY` plus a length; the lower
 * half is the distance of a copy. So one table gives the code of either without a branch. Where most copies are from
 * one distance, that table also has their distances: they are `USUAL` plus a length, and their lower half is 0.
 */
export interface Tokens {
  readonly tokens: Uint32Array
  readonly count: number
  /** Adler-32 of the bytes that the tokens represent. */
  readonly adler: number
}

/** The largest prime below 65,536 (RFC 1950, 8.2). */
export const ADLER = 65_521

export const COPY = 256
export const USUAL = COPY + LONGEST + 1

export function byteToken(byte: number): number {
  return byte << 16
}

/** Repeats `length` bytes from `distance` bytes before. */
export function copyToken(length: number, distance: number): number {
  return ((COPY + length) << 16) | distance
}

/** The same from the usual distance. */
export function usualCopyToken(length: number): number {
  return (USUAL + length) << 16
}
