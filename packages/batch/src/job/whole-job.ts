import { cartonsFor } from '../carton/carton.ts'
import { openSharedFiles } from '../files/shared-files.ts'
import type { JobFolder } from '../ledger/folder.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import type { JobLock } from '../ledger/lock.ts'
import { writeJobRecord } from '../ledger/record.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import type { Ended } from './job-run.ts'
import type { Making } from './make-labels.ts'

export interface WholeJob {
  readonly plan: JobPlan
  readonly now: () => Date
  /** The record of the job when its labels are made. */
  readonly ended: (made: Ended) => JobRecord
}

/** How a job with a folder of its own opens its shared files, and ends: with cartons, digests and its record. */
export function wholeJob(
  folder: JobFolder,
  lock: JobLock,
  { plan, now, ended }: WholeJob,
): Pick<Making, 'openFiles' | 'end'> {
  return {
    openFiles: (state) => openSharedFiles(folder, plan, state),
    end({ labelled, verified, sharedOutputs }) {
      const cartons = cartonsFor(labelled, plan.cartons?.size)
      const records = sharedOutputs.finish(labelled, cartons)
      const finishedAt = now().toISOString()
      lock.assertHeld()
      writeJobRecord(folder, ended({ labelled, verified, cartons, finishedAt, records }), plan.key)
    },
  }
}
