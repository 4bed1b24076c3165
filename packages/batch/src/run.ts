import type { RowIssue } from '@claimtag/devices'
import { makePrivateFolder } from '@claimtag/disk'
import { dirname } from 'node:path'
import { checkOutput, prepareOutput } from './job/output-folder.ts'
import { jobFolder, type JobFolder } from './ledger/folder.ts'
import { lockJob } from './ledger/lock.ts'
import { removeRefused, writeRefused } from './ledger/refused-file.ts'
import { runJob } from './job/run-job.ts'
import { labelInput } from './job/prepare.ts'
import { settle, type BatchOptions, type SettledOptions } from './options.ts'
import { isDated } from './plan/job-date.ts'
import { readJobRecord } from './ledger/record.ts'
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
  let options = settle(given)
  const { out, dryRun } = options
  if (!dryRun) await orOutputError(out, async () => checkOutput(options))
  // A job that goes on shows the date of its beginning.
  if (options.date === undefined && isDated(options))
    options = { ...options, date: (await orOutputError(out, () => readJobRecord(jobFolder(out))))?.date }
  const added = options.add ? await import('./job/addition.ts') : undefined
  const addition = added && (await orOutputError(out, () => added.additionTo(out)))
  const folder = jobFolder(out, addition?.number)
  const summary = await labelInput(options, {
    ...(addition && { earlier: (source, settled) => added.labelsBefore(addition, source, settled) }),
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

/**
 * Writes `refused.csv` for rows that were refused before they came to `runBatch`, as it does for its own, or removes
 * the one of an earlier run when there are none. To be called when no job is running in the folder.
 *
 * @param given the options of that run
 * @throws BatchError about the output
 *
 * @example
 * ```ts
 * import { reportRefused } from '@claimtag/batch'
 *
 * const reason = 'the store has another AppEUI for it'
 * await reportRefused({ input: 'devices.csv', out: 'labels' }, [{ line: 3, code: 'device-conflict', reason }])
 * ```
 */
export async function reportRefused(given: BatchOptions, issues: readonly RowIssue[]): Promise<void> {
  const options = settle(given)
  const { out } = options
  await orOutputError(out, async () => {
    checkOutput(options)
    const added = options.add ? await import('./job/addition.ts') : undefined
    const addition = await added?.additionTo(out)
    const folder = jobFolder(out, addition?.number)
    if (issues.length === 0) removeRefused(folder)
    else await writeReport(folder, refusedCsv(issues, false), options)
  })
}

async function refuse(
  folder: JobFolder,
  { files }: JobSource,
  { refusals }: Preflight,
  options: SettledOptions,
): Promise<void> {
  await writeReport(folder, refusedCsv(refusals.all(), files.length > 1), options)
}

async function writeReport(
  folder: JobFolder,
  lines: Iterable<string>,
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
    writeRefused(folder, lines)
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
