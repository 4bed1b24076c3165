import type { Settings } from '../options.ts'
import type { CodeKey } from '../store/code-store.ts'
import { createCanceller } from '../time/cancel.ts'
import type { Deadline } from '../time/deadline.ts'
import { settled } from '../time/settled.ts'

/**
 * The first interval between questions to the store; it grows, since fifty waiting requests must not keep a database
 * busy.
 */
const FIRST_MS = 20
const LAST_MS = 1000
/**
 * After a change that the store reports it is asked at once, but only in so many rounds: it may report changes all
 * the time.
 */
const FREE_ROUNDS = 3

/**
 * Waits until it is worth asking the store again.
 *
 * @param round how often this request has waited before, from 0
 * @param leftMs how long the other attempt's lease lasts
 */
export async function waitForChange(
  { store, clock }: Settings,
  key: CodeKey,
  deadline: Deadline,
  { round, leftMs }: { readonly round: number; readonly leftMs: number },
): Promise<void> {
  const canceller = createCanceller()
  const { signal } = canceller
  const longest = Math.min(FIRST_MS * 2 ** Math.min(round, 10), LAST_MS)
  const waits: Promise<unknown>[] = [clock.sleep(Math.max(FIRST_MS, Math.min(longest, leftMs)), signal)]
  if (typeof store.changed === 'function') {
    const floor = round < FREE_ROUNDS ? 0 : FIRST_MS
    waits.push(
      settled(() => store.changed?.(key, canceller.platformSignal)).then(
        () => (floor === 0 ? undefined : clock.sleep(floor, signal)),
        () => new Promise(() => undefined),
      ),
    )
  }
  try {
    await deadline.call(
      'other-attempt',
      () => Promise.race(waits),
      () => undefined,
    )
  } finally {
    canceller.cancel()
  }
}
