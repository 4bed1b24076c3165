import type { PrinterEvent } from '../event.ts'
import type { PauseReason } from './status.ts'

/** Turns the reasons for waiting into events: one event for each change. */
export function createPauseNotice(
  onEvent: (event: PrinterEvent) => void,
): (next: PauseReason | undefined) => void {
  let pause: PauseReason | undefined
  return (next) => {
    if (next === pause) return
    const after = pause
    pause = next
    if (next !== undefined) onEvent({ type: 'paused', reason: next })
    else if (after !== undefined) onEvent({ type: 'resumed', after })
  }
}
