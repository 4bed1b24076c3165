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
import type { Preflight } from './preflight/preflight.ts'
import { refusedCsv } from './preflight/refused-csv.ts'
import type { BatchSummary } from './summary.ts'

/**
 * Makes verified labels of a file of devices. The whole input is checked before the first label; what was made is
 * journaled, and the same options go on where an earlier run stopped.
 *
 * @throws BatchError about the input, the job or the output; `VerificationError`; `LabelError` for a template that
 *   cannot work. A row that is wrong is reported, not thrown.
 * @example
 * ```ts
 * const { state, labelled } = await runBatch({ input: 'devices.csv', out: 'labels', as: ['png', 'svg'] })
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
    refuse: (checked) => orOutputError(out, () => refuse(folder, checked, options)),
    make: (source, checked, ...job) =>
      orOutputError(out, async () => {
        const outcome = await runJob(source, checked, ...job, addition)
        // It is of a run before the rows were mended.
        if (checked.refusedRows === 0) removeRefused(folder)
        return outcome
      }),
  })
  return addition === undefined ? summary : { ...summary, folder: dirname(folder.refused) }
}

async function refuse(
  folder: JobFolder,
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
    writeRefused(folder, refusedCsv(refusals.all()))
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
