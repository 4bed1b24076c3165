import { makePrivateFolder } from '@claimtag/disk'
import { dirname } from 'node:path'
import { additionTo, labelsBefore } from './job/addition.ts'
import { checkOutput, prepareOutput } from './job/output-folder.ts'
import { jobFolder, type JobFolder } from './ledger/folder.ts'
import { lockJob } from './ledger/lock.ts'
import { removeRefused, writeRefused } from './ledger/refused-file.ts'
import { runJob } from './job/run-job.ts'
import { labelInput } from './job/prepare.ts'
import { settle, type BatchOptions, type SettledOptions } from './options.ts'
import { outputError } from './disk/output-error.ts'
import type { JobSource } from './plan/job-plan.ts'
import type { Preflight } from './preflight/preflight.ts'
import { refusedCsv } from './preflight/refused-csv.ts'
import type { BatchSummary } from './summary.ts'

/**
 * Makes verified labels of a file of devices. The whole input is checked before the first label is made. Progress is
 * journaled, and a call with the same options continues where an earlier run stopped.
 *
 * @throws BatchError about the job or the output; rows that are wrong are reported, not thrown
 * @throws InputError when the input as a whole cannot be read
 * @throws LabelError when the template cannot work
 * @throws VerificationError when a label does not read back
 *
 * @example
 * ```ts
 * import { runBatch } from '@claimtag/batch'
 *
 * const { state, labelled } = await runBatch({ input: 'devices.csv', out: 'labels', as: ['png', 'svg'] })
 * console.log(state, labelled) // done 2
 * ```
 */
export async function runBatch(given: BatchOptions): Promise<BatchSummary> {
  const options = settle(given)
  const { out, dryRun } = options
  if (!dryRun) await orOutputError(out, async () => checkOutput(options))
  const addition = options.add ? await orOutputError(out, async () => additionTo(out)) : undefined
  const folder = jobFolder(out, addition?.number)
  const summary = await labelInput(options, {
    ...(addition === undefined
      ? {}
      : { earlier: (source, settled) => labelsBefore(addition, source, settled) }),
    refuse: (source, checked) => orOutputError(out, () => refuse(folder, source, checked, options)),
    make: (source, checked, ...job) =>
      orOutputError(out, async () => {
        const outcome = await runJob(source, checked, ...job, addition)
        // It belongs to a run before the rows were corrected.
        if (checked.refusedRows === 0) removeRefused(folder)
        return outcome
      }),
  })
  return addition === undefined ? summary : { ...summary, folder: dirname(folder.refused) }
}

async function refuse(
  folder: JobFolder,
  { files }: JobSource,
  { refusals }: Preflight,
  { signal, now, onEvent, ...options }: SettledOptions,
): Promise<void> {
  prepareOutput({ ...options, onEvent })
  makePrivateFolder(folder.hidden)
  const lock = await lockJob(folder, {
    signal,
    now,
    onWait: (holder) => onEvent({ type: 'waiting', holder }),
  })
  try {
    writeRefused(folder, refusedCsv(refusals.all(), files.length > 1))
  } finally {
    lock.release()
  }
}

async function orOutputError<T>(out: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw outputError(error, out)
  }
}
