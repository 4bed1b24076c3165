import type { PrinterEvent } from '@claimtag/printer'

/** How a call ends after its signal: at once, or when the labels on their way are printed. */
export interface GracefulStop {
  /** Aborted when labels on their way are no longer waited for. */
  readonly signal: AbortSignal
  /** Receives the printer's events. */
  observe(event: PrinterEvent): void
  close(): void
}

/**
 * Waits for labels on their way, since a person has to look for every label that is not waited for. It does not wait
 * for a printer that itself waits for a person, nor longer than `graceMs`.
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
    observe({ type }) {
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
