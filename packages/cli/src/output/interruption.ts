/** Closing a terminal stops a job like Ctrl-C: it can be continued, and no temporary files remain. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** Stops listening. */
  readonly dispose: () => void
}

/** Listens for signals that ask the process to stop. Every one after the first means: at once. */
export function listenForInterruption(
  host: Pick<NodeJS.Process, 'on' | 'off'>,
  onAgain: () => void,
): Interruption {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) onAgain()
    else stop.abort()
  }
  for (const signal of SIGNALS) host.on(signal, onSignal)
  return {
    signal: stop.signal,
    dispose() {
      for (const signal of SIGNALS) host.off(signal, onSignal)
    },
  }
}
