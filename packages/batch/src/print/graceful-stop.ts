import type { PrinterEvent } from '@claimtag/printer'

/** The end of a call that was told to stop: at once, or when the labels on their way are on paper. */
export interface GracefulStop {
  /** Aborted when labels on their way are waited for no longer. */
  readonly signal: AbortSignal
  /** What happens at the printer. */
  hear(event: PrinterEvent): void
  close(): void
}

/**
 * A label whose printing is not waited for is one that a person has to look for. A printer that waits for a person
 * itself is not waited for, nor one that takes longer than `graceMs`.
 */
export function gracefulStop(asked: AbortSignal | undefined, graceMs: number): GracefulStop {
  const stop = new AbortController()
  let prints = false
  let timer: NodeJS.Timeout | undefined

  function onAsked(): void {
    if (prints) timer = setTimeout(() => stop.abort(), graceMs)
    else stop.abort()
  }

  asked?.addEventListener('abort', onAsked, { once: true })
  if (asked?.aborted === true) onAsked()
  return {
    signal: stop.signal,
    hear({ type }) {
      if (type === 'sent') prints = true
      if (type !== 'paused' && type !== 'reconnecting') return
      prints = false
      if (asked?.aborted === true) stop.abort()
    },
    close() {
      clearTimeout(timer)
      asked?.removeEventListener('abort', onAsked)
    },
  }
}
