import type { Notice } from '../notice.ts'

/**
 * Takes a device that arrives; resolves when the station has dealt with it.
 *
 * @param machine of a device that no person scans: it waits for its turn until `signal` says that it is gone
 */
export type Take = (text: string, machine?: Machine) => Promise<Notice | undefined>

/** What sends devices by itself, and neither looks at the screen nor scans labels. */
export interface Machine {
  readonly signal: AbortSignal
}

/** A place where devices arrive, until it is closed. */
export interface Arrivals {
  close(): Promise<void>
}
