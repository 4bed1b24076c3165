import { existsSync, rmSync } from 'node:fs'
import { openSharedFiles, type SharedFiles } from '../files/shared-files.ts'
import type { Pool } from '../pool/pool.ts'
import type { JobOutput, JobPlan, JobSource } from '../plan/job-plan.ts'
import { checkLabelNames, checkOutput, hasBegun, prepareOutput } from './beginning.ts'
import { runChunks } from './run-chunks.ts'
import { BatchError } from '../issue.ts'
import { FLAT_UP_TO, type SettledOptions } from '../options.ts'
import { type LockHolder, makePrivateFolder } from '@claimtag/disk'
import { isFileKind } from '../render/kinds.ts'
import { checkPages } from '../render/page-place.ts'
import { payloadHeader, payloadLayout } from '../render/payload-csv.ts'
import { verifyName } from '../plan/verify-mode.ts'
import type { Preflight } from '../preflight/preflight.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { BYTES_OF_LABELS, changes, identityOf, ownVersion } from '../ledger/identity.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { openJournal, type Journal } from '../ledger/journal.ts'
import { jobKey } from '../ledger/key.ts'
import { lockJob, type JobLock } from '../ledger/lock.ts'
import { readJobRecord, writeJobRecord } from '../ledger/record.ts'
import { tasksOf } from './tasks.ts'

export interface JobOutcome {
  readonly complete: boolean
  /** Labels on the disk, of this run and earlier ones. */
  readonly labelled: number
  readonly verified: number
  /** Labels of earlier runs. */
  readonly resumed: number
}

/**
 * Labels the sound rows, from wherever an earlier run stopped.
 *
 * @throws BatchError `job-running`, `job-changed`, `job-damaged`; VerificationError
 */
export async function runJob(
  source: JobSource,
  checked: Preflight,
  options: SettledOptions,
  pool: Pool,
): Promise<JobOutcome> {
  const folder = jobFolder(options.out)
  const { signal, now, onEvent } = options
  prepareOutput(options)
  makePrivateFolder(folder.hidden)
  const onWait = (holder: LockHolder | undefined) => onEvent({ type: 'waiting', holder })
  const lock = await lockJob(folder, { signal, now, onWait })
  try {
    return await work(folder, lock, source, checked, options, pool)
  } finally {
    lock.release()
  }
}

async function work(
  folder: JobFolder,
  lock: JobLock,
  source: JobSource,
  checked: Preflight,
  options: SettledOptions,
  pool: Pool,
): Promise<JobOutcome> {
  const { signal, onEvent, now } = options
  const before = readJobRecord(folder)
  if (!hasBegun(folder)) checkNames(checked, options)
  const output = outputOf(source, checked, folder, options, before)
  const plan = { ...source, ...output }
  const record = beginOrResume(folder, plan, checked, options, before)
  const journal = openJournal(folder)
  if (record.state === 'done') return finishedBefore(journal, checked, onEvent)
  const sharedOutputs = openSharedFiles(folder, plan, journal.state)
  const resumed = journal.state.labels
  if (resumed > 0) onEvent({ type: 'resumed', labels: resumed, total: checked.sound })
  try {
    rmSync(folder.staging, { recursive: true, force: true })
    const complete = await runChunks({
      output,
      journal: whileHeld(journal, lock),
      sharedOutputs: placedWhileHeld(sharedOutputs, lock),
      pool,
      tasks: tasksOf(checked),
      window: pool.window,
      signal,
      onProgress: (labels) => onEvent({ type: 'progress', labels, total: checked.sound }),
    })
    const { labels: labelled, verified } = journal.state
    if (complete) {
      lock.assertHeld()
      const records = sharedOutputs.finish(labelled)
      rmSync(folder.staging, { recursive: true, force: true })
      const sealing = record.digests === undefined ? {} : { records }
      const finishedAt = now().toISOString()
      lock.assertHeld()
      writeJobRecord(
        folder,
        { ...record, state: 'done', labelled, verified, finishedAt, ...sealing },
        plan.key,
      )
      // Its copy stands at the end of the archive now.
      rmSync(`${folder.zipDirectory}.part`, { force: true })
    }
    return { complete, labelled, verified, resumed }
  } finally {
    sharedOutputs.close()
    journal.close()
  }
}

/** A journal that is written to only while nobody else works in the folder. */
function whileHeld(journal: Journal, lock: JobLock): Journal {
  return {
    get state() {
      return journal.state
    },
    commit(line) {
      lock.assertHeld()
      journal.commit(line)
    },
    close: () => journal.close(),
  }
}

/** The same for the files that all chunks share. */
function placedWhileHeld(shared: SharedFiles, lock: JobLock): SharedFiles {
  return {
    ...shared,
    place(chunk) {
      lock.assertHeld()
      return shared.place(chunk)
    },
  }
}

function finishedBefore(
  journal: Journal,
  { sound: total }: Preflight,
  onEvent: SettledOptions['onEvent'],
): JobOutcome {
  const { labels, verified } = journal.state
  journal.close()
  onEvent({ type: 'resumed', labels, total })
  return { complete: true, labelled: labels, verified, resumed: labels }
}

function beginOrResume(
  folder: JobFolder,
  plan: JobPlan,
  { read, sound, refusedRows: refused, repeated, content }: Preflight,
  { skipBadRows, chunkRows, now }: SettledOptions,
  before: JobRecord | undefined,
): JobRecord {
  const identity = identityOf(plan, content, skipBadRows, chunkRows)
  const names = before === undefined ? [] : changes(before.identity, identity)
  if (names.join() === BYTES_OF_LABELS)
    throw new BatchError({ code: 'job-of-other-version', path: folder.out })
  if (names.length > 0) throw new BatchError({ code: 'job-changed', path: folder.out, names })
  if (before?.state === 'done') return before
  // Without its record, nobody knows what the journal is about.
  if (before === undefined && existsSync(folder.journal))
    throw new BatchError({ code: 'job-damaged', path: folder.out, detail: 'job.json' })
  const { format, template, dpi, as, pack, media, payload, verify, digests } = plan
  // Made anew when a job goes on: it is then what an undisturbed run writes, but for the times.
  const record: JobRecord = {
    claimtag: before?.claimtag ?? ownVersion(),
    state: 'running',
    identity,
    format: format.id,
    formatDocument: format,
    template: template.name,
    stock: template.stock,
    dpi,
    outputs: [...as],
    ...(pack === undefined ? {} : { pack }),
    ...(media === undefined ? {} : { media }),
    ...(payload === undefined ? {} : { payload: { header: payloadHeader(payload), guard: payload.guard } }),
    verify: verifyName(verify),
    rows: { read, sound, refused, repeated },
    labelled: 0,
    verified: 0,
    startedAt: before?.startedAt ?? now().toISOString(),
    ...(digests === 1 ? {} : { digests }),
  }
  return writeJobRecord(folder, record, plan.key)
}

/** Once more, now that no other process works here. */
function checkNames({ read, sound }: Preflight, options: SettledOptions): void {
  checkOutput(options)
  checkLabelNames(options, { isFlat: isFlat(sound, options), rows: read })
}

function isFlat(labels: number, { pack, as, perFolder }: SettledOptions): boolean {
  return pack === undefined && labels * as.filter(isFileKind).length <= FLAT_UP_TO * perFolder
}

function outputOf(
  { input }: JobSource,
  { sound }: Preflight,
  folder: JobFolder,
  options: SettledOptions,
  before: JobRecord | undefined,
): JobOutput {
  const { as, verify, out, perFolder, pack, volume, sheet, template, csvGuard } = options
  const flat = isFlat(sound, options)
  const pages = { volume, sheet }
  const payload = as.includes('csv') ? payloadLayout(input, csvGuard) : undefined
  if (as.includes('pdf')) checkPages(template, sound, pages)
  // A job of the first version goes on as it began.
  const digests = before === undefined ? 2 : (before.digests ?? 1)
  return {
    as,
    verify,
    out,
    pack,
    pages,
    payload,
    perFolder: flat ? 0 : perFolder,
    key: jobKey(folder),
    digests,
  }
}
