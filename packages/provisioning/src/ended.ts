import { fault } from './answer.ts'
import type { Fault } from './answer.ts'

/** What a call gives whose signal was aborted: a time limit says so, anything else is a wish of the caller. */
export function endedBy(signal: AbortSignal): { readonly ok: false; readonly fault: Fault } {
  const reason: unknown = signal.reason
  const name = typeof reason === 'object' && reason !== null && 'name' in reason ? reason.name : undefined
  return fault(name === 'TimeoutError' ? 'timed-out' : 'cancelled')
}

/** Waits for the work, but not longer than the signal allows. What becomes of the work then is not looked at. */
export async function orEnded<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  ended: (signal: AbortSignal) => T,
): Promise<T> {
  if (signal === undefined) return work
  let end: (() => void) | undefined
  const aborted = new Promise<T>((resolve) => {
    end = () => resolve(ended(signal))
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (end !== undefined) signal.removeEventListener('abort', end)
  }
}
