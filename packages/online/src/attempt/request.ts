import type { NormalDevice } from '../device/device.ts'
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

/** The code that the store has, and its secret if this request wrote it. */
export interface Standing {
  readonly code: StoredCode
  readonly secret?: Secret
}

/** Runs work that no caller waits for any more: for one lease at most, and without reporting its failures. */
export async function inBackground(
  request: Request,
  work: (later: Request) => Promise<unknown>,
): Promise<void> {
  const { clock, leaseMs } = request.settings
  const deadline = openDeadline(clock, { deadlineMs: leaseMs }, request.key.devEui)
  try {
    await work({ ...request, deadline })
  } catch {
    // Everything important in it was reported as an event.
  } finally {
    deadline.close()
  }
}

/** Ends an attempt's lease. If the store fails, the lease expires by itself. */
export async function release({ settings, key, deadline }: Request, attempt: number): Promise<void> {
  try {
    await accessStore(settings, key, deadline).release(attempt)
  } catch {
    // The error that led here is the one to report.
  }
}
