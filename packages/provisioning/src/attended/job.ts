import { type Failure, failureAt } from '../failure.ts'
import type { ProvisioningState } from '../state.ts'
import type { StepResult } from '../steps/advance.ts'
import type { Checked } from '../steps/check.ts'
import type { OpenStep } from '../steps/requests.ts'
import type { Saves } from '../store/saves-in.ts'
import type { Work } from './device-view.ts'

export interface Job extends Work {
  token?: string | undefined
  /** Asks the servers what can be asked before the claim, which cannot be undone. */
  check?: (() => Promise<Checked | Failure>) | undefined
  /** Ends a wait; what is on its way to a server is not disturbed. */
  stop: AbortController
}

/** The state that another person's login has stored meanwhile. A store that is away is asked again, as a server is. */
export async function loadedAgain({ load }: Saves, state: ProvisioningState): Promise<StepResult> {
  const { devEui, step } = state
  try {
    return { ok: true, state: (await load(devEui)) ?? state }
  } catch {
    return failureAt(step as OpenStep, { code: 'save-failed' }, { devEui, state })
  }
}

/** Ends the wait of a device, if it waits. */
export async function endWait(job: Job): Promise<void> {
  if (job.retryAt === undefined) return
  job.stop.abort()
  await job.running
}
