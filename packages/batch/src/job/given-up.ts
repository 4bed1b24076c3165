import { ClaimtagError } from '@claimtag/core'

/** Thrown when bytes were not taken before the time after the signal was up. */
export class GivenUp extends ClaimtagError<{ readonly code: 'given-up' }> {
  override readonly name = 'GivenUp'

  constructor() {
    super({ code: 'given-up' }, 'The reader took nothing more after the stop.')
  }
}

/**
 * Waits for a write, but only for a limited time after the signal: a reader that stopped reading would keep the run
 * alive.
 *
 * @param graceMs how long a reader that still reads may take
 * @throws GivenUp
 */
export function orGivenUp(
  work: Promise<void>,
  { signal, graceMs }: { readonly signal: AbortSignal | undefined; readonly graceMs: number },
): Promise<void> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      timer = setTimeout(() => reject(new GivenUp()), graceMs)
    }
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    work.then(
      () => {
        settle()
        resolve()
      },
      (error: unknown) => {
        settle()
        reject(error)
      },
    )
  })
}
