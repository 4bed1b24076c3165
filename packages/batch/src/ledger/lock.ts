import { DiskError, takeLock, type Lock, type LockHolder, type LockOptions } from '@claimtag/disk'
import { BatchError } from '../issue.ts'
import type { JobFolder } from './folder.ts'

/** Keeps other processes out of the folder of a job. */
export interface JobLock {
  /**
   * Call this before anything is written that belongs to the job.
   *
   * @throws BatchError `job-taken-over`
   */
  assertHeld(): void
  release(): void
}

export interface LockJobOptions extends Pick<LockOptions, 'now' | 'signal' | 'times'> {
  /**
   * Called when it takes up to a minute to see whether a process on another machine or in another container still
   * works.
   */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
}

/**
 * Keeps every other process out of the folder, on this machine and others, until the lock is released. The lock of a
 * process that has ended, for example after a power cut, is taken over.
 *
 * @throws BatchError `job-running`; the signal's reason
 */
export async function lockJob(folder: JobFolder, options: LockJobOptions = {}): Promise<JobLock> {
  const { out: path, lock: file } = folder
  let lock: Lock
  try {
    lock = await takeLock(file, options)
  } catch (error) {
    if (!(error instanceof DiskError) || error.issue.code !== 'locked') throw error
    const { holder } = error.issue
    throw new BatchError({ code: 'job-running', path, detail: file, holder })
  }
  return {
    assertHeld() {
      try {
        lock.assertHeld()
      } catch (error) {
        throw error instanceof DiskError ? new BatchError({ code: 'job-taken-over', path }) : error
      }
    },
    release: () => lock.release(),
  }
}
