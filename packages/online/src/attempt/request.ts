import type { NormalDevice } from '../device/device.ts'
import type { OnlineEvent } from '../event.ts'
import type { Settings } from '../options.ts'
import type { Secret } from '../seal/secret.ts'
import type { CodeKey, StoredCode } from '../store/code-store.ts'
import { openDeadline } from '../time/deadline.ts'
import type { Deadline } from '../time/deadline.ts'
import { accessStore } from './store-access.ts'

/** One request for one device. */
export interface Request {
  readonly settings: Settings
  readonly device: NormalDevice
  readonly key: CodeKey
  readonly deadline: Deadline
}

/** The code that stands, and what is in it where this request wrote it. */
export interface Standing {
  readonly code: StoredCode
  readonly secret?: Secret
}

/** Work that no caller waits for any more: it has a lease's time, and its failures reach no caller. */
export async function inBackground(
  request: Request,
  work: (later: Request) => Promise<unknown>,
): Promise<void> {
  const { clock, leaseMs } = request.settings
  const deadline = openDeadline(clock, { deadlineMs: leaseMs }, request.key.devEui)
  try {
    await work({ ...request, deadline })
  } catch {
    // What matters of it was told as an event.
  } finally {
    deadline.close()
  }
}

/** Ends an attempt's lease. Should the store fail, the lease runs out by itself. */
export async function release({ settings, key, deadline }: Request, attempt: number): Promise<void> {
  try {
    await accessStore(settings, key, deadline).release(attempt)
  } catch {
    // The error that led here is the one to report.
  }
}

/** A listener that fails must not change what the caller gets. */
export function tell({ onEvent }: Settings, event: OnlineEvent): void {
  try {
    onEvent(event)
  } catch {
    // Its own affair.
  }
}
