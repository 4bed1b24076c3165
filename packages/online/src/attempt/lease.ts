import type { Settings } from '../options.ts'
import type { CodeKey } from '../store/code-store.ts'
import { createCanceller } from '../time/cancel.ts'
import type { CancelSignal } from '../time/cancel.ts'
import { openDeadline } from '../time/deadline.ts'
import { accessStore } from './store-access.ts'

/** A lease that is renewed as long as its work lasts. */
export interface HeldLease {
  /** Resolves when the store says that another attempt may have taken over. Otherwise never. */
  readonly lost: Promise<void>
  /** Ends the renewing. */
  stop(): void
}

/**
 * Renews an attempt's lease at a third of its length. A store that fails now and then costs nothing: what counts in
 * the end is whether `fill` finds the attempt to be the current one.
 */
export function holdLease(settings: Settings, key: CodeKey, attempt: number, until: CancelSignal): HeldLease {
  const { clock, leaseMs } = settings
  const { signal, cancel } = createCanceller()
  until.addEventListener('abort', cancel)

  async function renewUntilLost(): Promise<void> {
    for (;;) {
      await clock.sleep(leaseMs / 3, signal)
      if (signal.aborted) return new Promise(() => undefined)
      const deadline = openDeadline(clock, { deadlineMs: leaseMs / 3, signal })
      const isHeld = await accessStore(settings, key, deadline)
        .renew(attempt)
        .catch(() => true)
        .finally(() => deadline.close())
      if (!isHeld && !signal.aborted) return
    }
  }

  return {
    lost: renewUntilLost(),
    stop() {
      until.removeEventListener('abort', cancel)
      cancel()
    },
  }
}
