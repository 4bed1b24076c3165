import { dirname } from 'node:path'
import type { Pool } from '../pool/pool.ts'
import type { JobSource } from '../plan/job-plan.ts'
import { checkLabelNames, checkOutput, hasBegun, prepareOutput } from './output-folder.ts'
import { type JobOutcome, makeLabels } from './make-labels.ts'
import type { SettledOptions } from '../options.ts'
import { type LockHolder, makePrivateFolder } from '@claimtag/disk'
import type { Preflight } from '../preflight/preflight.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { lockJob, type JobLock } from '../ledger/lock.ts'
import { readJobRecord } from '../ledger/record.ts'
import { beginAddition } from './added-run.ts'
import type { Addition } from './addition.ts'
import { beginFirstRun } from './first-run.ts'
import { isFlat, outputOf } from './job-output.ts'
import { tasksOf } from './tasks.ts'
import { wholeJob } from './whole-job.ts'

/**
 * Labels the sound rows, from where an earlier run stopped.
 *
 * @param addition the run, when it adds to the job
 * @throws BatchError `job-running`, `job-changed`, `job-damaged`, `addition-unfinished`
 * @throws VerificationError
 */
export async function runJob(
  source: JobSource,
  checked: Preflight,
  options: SettledOptions,
  pool: Pool,
  addition?: Addition,
): Promise<JobOutcome> {
  const folder = jobFolder(options.out, addition?.number)
  const { signal, now, onEvent } = options
  prepareOutput(options)
  makePrivateFolder(folder.hidden)
  const onWait = (holder: LockHolder | undefined) => onEvent({ type: 'waiting', holder })
  const lock = await lockJob(folder, { signal, now, onWait })
  try {
    return await work(folder, lock, { source, checked, options, addition, pool })
  } finally {
    lock.release()
  }
}

interface Work {
  readonly source: JobSource
  readonly checked: Preflight
  readonly options: SettledOptions
  readonly addition: Addition | undefined
  readonly pool: Pool
}

async function work(
  folder: JobFolder,
  lock: JobLock,
  { source, checked, options, addition, pool }: Work,
): Promise<JobOutcome> {
  const { signal, onEvent, now } = options
  const before = await readJobRecord(folder)
  if (!hasBegun(folder)) checkNames(checked, options)
  const { sound, versions } = checked
  const size = { sound, versions, addition: addition?.number }
  const output = outputOf(source, size, folder, options, before)
  const plan = { ...source, ...output }
  const run =
    addition === undefined
      ? await beginFirstRun(folder, plan, checked, options, before)
      : beginAddition(folder, plan, checked, options, addition, before)
  const { finished } = run
  if (finished !== undefined) {
    onEvent({ type: 'resumed', labels: finished.labelled, total: checked.sound })
    return { complete: true, ...finished, resumed: finished.labelled }
  }
  if (addition !== undefined) makePrivateFolder(dirname(folder.refused))
  return makeLabels(folder, lock, {
    output,
    beginning: run.beginning,
    total: checked.sound,
    tasks: tasksOf(checked, {
      isAddition: addition !== undefined,
      cartonSize: source.cartons?.size,
    }),
    pool,
    signal,
    onEvent,
    ...wholeJob(folder, lock, { plan, now, ended: (made) => run.ended(made) }),
  })
}

/** Checked again, now that no other process works here. */
function checkNames({ read, sound }: Preflight, options: SettledOptions): void {
  checkOutput(options)
  checkLabelNames(options, { isFlat: isFlat(sound, options), rows: read })
}
