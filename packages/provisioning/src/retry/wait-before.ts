/** How long to wait between attempts, and for how long altogether. */
export interface RetryBudget {
  /** Failures in a row at one step. 8 when left out. */
  readonly attempts?: number | undefined
  /** From the first attempt to the last, in milliseconds. 15 minutes when left out. */
  readonly ms?: number | undefined
}

export const MOST_ATTEMPTS = 8
export const MOST_MS = 15 * 60_000

/** The first wait is within this, the second within twice as much, and so on. */
const FIRST_MS = 1000
const LONGEST_MS = 60_000

/**
 * Milliseconds to wait after so many failures in a row: anything up to a bound that doubles, so that devices that
 * failed together do not come back together ("full jitter"). What a server asked for is waited for in full, and a
 * random part of the first wait beyond it, for the same reason.
 *
 * @param random from 0 to below 1
 */
export function waitBefore(
  failures: number,
  retryAfterSeconds: number | undefined,
  random: () => number,
): number {
  const bound = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_MS)
  if (retryAfterSeconds === undefined) return Math.ceil(random() * bound)
  return retryAfterSeconds * 1000 + Math.ceil(random() * FIRST_MS)
}
