import { basename } from 'node:path'
import { BatchError } from '../issue.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { changes, identityOf } from '../ledger/identity.ts'
import { changesByFile, inputFiles } from '../ledger/input-file.ts'
import type { AdditionRecord, JobRecord } from '../ledger/job-schema.ts'
import { BEGINNING } from '../ledger/journal.ts'
import { writeJobRecord } from '../ledger/record.ts'
import type { SettledOptions } from '../options.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import { verifyName } from '../plan/verify-mode.ts'
import type { Preflight } from '../preflight/preflight.ts'
import type { Addition } from './addition.ts'
import { type JobRun, withCartons } from './job-run.ts'

/**
 * Begins to add labels to a finished job, or continues that.
 *
 * @param current the record of the job, read while no other process works there
 * @throws BatchError `addition-unfinished` (another input or other options), `job-running`
 */
export function beginAddition(
  folder: JobFolder,
  plan: JobPlan,
  { read, sound, refusedRows: refused, repeated, before, vanished, content }: Preflight,
  { skipBadRows, chunkRows, now }: SettledOptions,
  { number, job, begun, continued }: Addition,
  current: JobRecord | undefined,
): JobRun {
  const { out: path } = folder
  // The job has changed since the rows were compared with its labels.
  if (JSON.stringify(current) !== JSON.stringify(job))
    throw new BatchError({ code: 'job-running', path, detail: basename(folder.lock) })
  const identity = identityOf(plan, content, skipBadRows, chunkRows)
  const names = begun === undefined ? [] : changes(begun.identity, identity)
  const inputs = inputFiles(plan.files, plan.key)
  if (names.length > 0)
    throw new BatchError({
      code: 'addition-unfinished',
      path,
      addition: number,
      names: changesByFile(names, begun?.inputs, () => inputs),
    })
  if (begun === undefined && sound === 0)
    return { beginning: BEGINNING, finished: { labelled: 0, verified: 0 }, ended: () => job }
  const entry: AdditionRecord = {
    number,
    identity,
    verify: verifyName(plan.verify),
    rows: { read, sound, refused, repeated },
    inputs,
    before,
    vanished: vanished?.count ?? 0,
    labelled: 0,
    verified: 0,
    startedAt: begun?.startedAt ?? now().toISOString(),
    continued,
  }
  const others = (job.additions ?? []).filter((one) => one.number !== number)
  writeJobRecord(folder, { ...job, state: 'running', additions: [...others, entry] }, plan.key)
  return {
    beginning: { ...BEGINNING, sizes: continued },
    ended: ({ labelled, verified, cartons, finishedAt, records }) => ({
      ...withCartons(job, cartons),
      state: 'done',
      labelled: job.labelled + labelled,
      verified: job.verified + verified,
      additions: [...others, { ...entry, labelled, verified, finishedAt }],
      ...(job.digests === undefined ? {} : { records }),
    }),
  }
}
