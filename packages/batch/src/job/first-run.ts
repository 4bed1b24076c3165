import { isThere } from '@claimtag/disk'
import type { Template } from '@claimtag/label'
import { existsSync, statSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { changesByFile, inputFiles } from '../ledger/input-file.ts'
import type { JobFolder } from '../ledger/folder.ts'
import {
  BYTES_OF_LABELS,
  changes,
  type Identity,
  identityOf,
  isOfTheList,
  ownVersion,
} from '../ledger/identity.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { BEGINNING, openJournal } from '../ledger/journal.ts'
import { writeJobRecord } from '../ledger/record.ts'
import type { SettledOptions } from '../options.ts'
import type { CartonPlan } from '../plan/carton-plan.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import { verifyName } from '../plan/verify-mode.ts'
import type { Preflight } from '../preflight/preflight.ts'
import { reread } from '../preflight/reread.ts'
import { payloadHeader } from '../render/payload-csv.ts'
import { acrossOf } from '../render/print-rows.ts'
import { type Ended, type JobRun, withCartons } from './job-run.ts'

/**
 * Begins the first run of a job, or continues it.
 *
 * @param before the record that the job has already
 * @throws BatchError `job-changed`, `job-of-other-version`, `job-damaged`, `addition-unfinished`
 */
export async function beginFirstRun(
  folder: JobFolder,
  plan: JobPlan,
  checked: Preflight,
  { skipBadRows, chunkRows, now }: SettledOptions,
  before: JobRecord | undefined,
): Promise<JobRun> {
  const identity = identityOf(plan, checked.content, skipBadRows, chunkRows)
  const { out: path } = folder
  const last = before?.additions?.at(-1)
  if (last !== undefined && before?.state === 'running')
    throw new BatchError({ code: 'addition-unfinished', path, addition: last.number, names: [] })
  const names = before === undefined ? [] : changes(before.identity, identity)
  const asAdded = names.length > 0 && before !== undefined && wasAdded(before, identity)
  if (!asAdded) {
    if (names.join() === BYTES_OF_LABELS) throw new BatchError({ code: 'job-of-other-version', path })
    if (names.length > 0) {
      const newRows = before?.state === 'done' ? await newRowsOf(folder, plan, checked, names) : undefined
      throw new BatchError({
        code: 'job-changed',
        path,
        names: changesByFile(names, before?.inputs, () => inputFiles(plan.files, plan.key)),
        ...(newRows === undefined ? {} : { newRows }),
      })
    }
  }
  if (before?.state === 'done') {
    const verified = Math.min(checked.sound, before.verified)
    const finished = asAdded ? { labelled: checked.sound, verified } : await madeFirst(folder)
    return { beginning: BEGINNING, finished, ended: () => before }
  }
  // Without its record, the journal cannot be interpreted.
  if (before === undefined && existsSync(folder.journal))
    throw new BatchError({ code: 'job-damaged', path, detail: 'job.json' })
  const record = writeJobRecord(folder, recordOf(plan, checked, identity, { before, now }), plan.key)
  return {
    beginning: BEGINNING,
    ended: (made) => finishedRecord(record, made),
  }
}

/** The record of a job when its first run is finished. */
export function finishedRecord(
  record: JobRecord,
  { labelled, verified, cartons, finishedAt, records }: Ended,
): JobRecord {
  const sealing = record.digests === undefined ? {} : { records }
  return { ...withCartons(record, cartons), state: 'done', labelled, verified, finishedAt, ...sealing }
}

/** Whether a run that added to the job had this very input. */
function wasAdded({ additions = [] }: JobRecord, identity: Identity): boolean {
  return additions.some((one) => changes(one.identity, identity).length === 0)
}

/** The labels of the first run, whatever was added since. */
async function madeFirst(folder: JobFolder): Promise<NonNullable<JobRun['finished']>> {
  const journal = await openJournal(folder)
  journal.close()
  const { labels: labelled, verified } = journal.state
  return { labelled, verified }
}

/** How many rows of a changed input belong to devices without a label; `undefined` when not only the input changed. */
async function newRowsOf(
  folder: JobFolder,
  { inputs }: JobPlan,
  { chunks, excluded }: Preflight,
  names: readonly string[],
): Promise<number | undefined> {
  if (!names.every(isOfTheList) || !isThere(folder.manifest)) return undefined
  const { countNewRows } = await import('../preflight/earlier-labels.ts')
  const rows = reread(inputs, { stretches: chunks, isWanted: (row) => !excluded.has(row) })
  return countNewRows(folder, statSync(folder.manifest).size, rows)
}

/** The record of a job that begins, or goes on. */
export function recordOf(
  {
    files,
    key,
    format,
    template,
    dpi,
    as,
    pack,
    media,
    payload,
    verify,
    digests,
    cartons,
    date,
    printing,
    versions,
  }: JobPlan,
  { read, sound, refusedRows: refused, repeated }: Preflight,
  identity: Identity,
  { before, now }: { readonly before: JobRecord | undefined; readonly now: SettledOptions['now'] },
): JobRecord {
  // Built anew when a job is continued, so that it equals the record of an undisturbed run, except for the times.
  return {
    claimtag: before?.claimtag ?? ownVersion(),
    state: 'running',
    identity,
    format: format.id,
    formatDocument: format,
    ...designOf(template),
    dpi,
    outputs: [...as],
    ...(pack === undefined ? {} : { pack }),
    ...(media === undefined ? {} : { media }),
    ...(date === undefined ? {} : { date }),
    ...(printing === undefined ? {} : { printing: printing as NonNullable<JobRecord['printing']> }),
    ...(versions === undefined ? {} : { versions: [...versions] }),
    ...(payload === undefined ? {} : { payload: { header: payloadHeader(payload), guard: payload.guard } }),
    ...(cartons === undefined ? {} : { cartons: cartonsOf(cartons) }),
    verify: verifyName(verify),
    rows: { read, sound, refused, repeated },
    inputs: inputFiles(files, key),
    labelled: 0,
    verified: 0,
    startedAt: before?.startedAt ?? now().toISOString(),
    ...(digests === 1 ? {} : { digests }),
  }
}

function cartonsOf({ size, template }: CartonPlan): NonNullable<JobRecord['cartons']> {
  return { size, ...designOf(template), labels: 0 }
}

/** What a record says of a template. */
function designOf(template: Template): Pick<JobRecord, 'template' | 'stock' | 'across'> {
  const across = acrossOf(template)
  return { template: template.name, stock: template.stock, ...(across === undefined ? {} : { across }) }
}
