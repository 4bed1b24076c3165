import type { Clock } from '@claimtag/core'
import { PrinterError } from '@claimtag/printer'
import type { Readable } from 'node:stream'
import type { Arrivals, Take } from './arrivals.ts'
import { createLineCutter } from './line-cutter.ts'

const REOPEN_MS = 1000

export interface StreamOptions {
  readonly clock: Clock
  /** The station cannot go on. */
  readonly onFailed: (error: unknown) => void
  /** The stream has ended, or cannot be opened; it is opened again. `detail`: the system's code. */
  readonly onLost?: ((detail: string) => void) | undefined
}

/** Reads devices from a scanner on a port, one a line, and opens it again when it was unplugged. */
export function streamArrivals(
  open: (signal: AbortSignal) => Promise<Readable>,
  take: Take,
  { clock, onFailed, onLost }: StreamOptions,
): Arrivals {
  const stop = new AbortController()
  let stream: Readable | undefined

  async function follow(): Promise<void> {
    while (!stop.signal.aborted) {
      let detail = 'closed'
      try {
        stream = await open(stop.signal)
        const cut = createLineCutter((line) => void take(line).catch(onFailed))
        const opened = stream
        detail = await new Promise<string>((resolve) => {
          opened.on('data', cut)
          opened.once('end', () => resolve('closed'))
          opened.once('close', () => resolve('closed'))
          opened.once('error', ({ code = 'failed' }: NodeJS.ErrnoException) => resolve(code))
          if (stop.signal.aborted) resolve('closed')
        })
        opened.destroy()
      } catch (error) {
        // What is missing is a package, and no cable.
        if (error instanceof PrinterError) return onFailed(error)
        detail = (error as NodeJS.ErrnoException).code ?? 'failed'
      }
      if (stop.signal.aborted) return
      onLost?.(detail)
      await clock.sleep(REOPEN_MS, stop.signal)
    }
  }

  const following = follow()
  return {
    async close() {
      stop.abort()
      stream?.destroy()
      await following
    },
  }
}
