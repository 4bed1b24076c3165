import type { Clock } from '../clock.ts'
import type { WaitReason } from './wait-reason.ts'

/** Reminders come at doubling intervals, up to this many times the first. */
const SLOWEST_REMINDER = 32
/** More changes of reason than this in one wait do not count as progress. */
const MOST_CHANGES = 64

export interface StallOptions {
  readonly clock: Clock
  /** Time without progress before the first reminder. */
  readonly remindMs: number
  readonly onReminder: (reason: WaitReason, waitedMs: number) => void
}

/** Measures how long a printer has made no progress, and sends reminders at growing intervals. */
export interface Stall {
  /** A new wait begins. */
  begin(): void
  /** Returns for how long nothing has changed. `remaining`: labels still to be printed, if the printer tells. */
  observe(reason: WaitReason, remaining: number | undefined): number
}

export function createStall({ clock, remindMs, onReminder }: StallOptions): Stall {
  let reason: WaitReason | undefined
  let least = Number.POSITIVE_INFINITY
  let changes = 0
  let since = clock.now()
  let reminderAt = remindMs

  return {
    begin() {
      reason = undefined
      least = Number.POSITIVE_INFINITY
      changes = 0
      restart()
    },
    observe(next, remaining = Number.POSITIVE_INFINITY) {
      const changed = next !== reason && ++changes <= MOST_CHANGES
      // Only a new minimum is progress: else a number that goes up and down would count as progress for ever.
      if (changed || remaining < least) restart()
      reason = next
      least = Math.min(least, remaining)
      const waitedMs = clock.now() - since
      if (waitedMs >= reminderAt) {
        reminderAt += Math.min(reminderAt, SLOWEST_REMINDER * remindMs)
        onReminder(next, waitedMs)
      }
      return waitedMs
    },
  }

  function restart(): void {
    since = clock.now()
    reminderAt = remindMs
  }
}
