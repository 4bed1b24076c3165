import type { StopSignal } from '@claimtag/core'
import type { Settings } from '../options.ts'
import type { CodeKey } from '../store/code-store.ts'
import { createCanceller } from '../time/cancel.ts'
import { openDeadline } from '../time/deadline.ts'
import { accessStore } from './store-access.ts'

/** A lease that is renewed while its work lasts. */
export interface HeldLease {
  /** Resolves when the store says that another attempt may have taken over; stays pending otherwise. */
  readonly lost: Promise<void>
  /** Ends the renewals. */
  stop(): void
}

/**
 * Renews an attempt's lease each third of its length. A store that sometimes fails does no harm: in the end only
 * `fill` decides, which checks that the attempt is the current one.
 */
export function holdLease(settings: Settings, key: CodeKey, attempt: number, until: StopSignal): HeldLease {
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
