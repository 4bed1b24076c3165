import { cartonsFor } from '../carton/carton.ts'
import {
  isThere,
  type LockHolder,
  makePrivateFolder,
  openOwnToRead,
  readOwnFile,
  replaceFile,
} from '@claimtag/disk'
import { closeSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { outputError } from '../disk/output-error.ts'
import type { BatchEvent } from '../event.ts'
import { BatchError } from '../issue.ts'
import { finishedRecord } from '../job/first-run.ts'
import { type JobOutcome, makeLabels } from '../job/make-labels.ts'
import { wholeJob } from '../job/whole-job.ts'
import { checkLabelNames, checkOutput, hasBegun, prepareOutput } from '../job/output-folder.ts'
import { digestOfFile } from '../ledger/file-digest.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { changes } from '../ledger/identity.ts'
import { BEGINNING } from '../ledger/journal.ts'
import { type JobLock, lockJob } from '../ledger/lock.ts'
import { readJobRecord, writeJobRecord } from '../ledger/record.ts'
import { writeRefused } from '../ledger/refused-file.ts'
import { settle } from '../options.ts'
import type { BatchSummary } from '../summary.ts'
import { findShards } from './find-shards.ts'
import { createMergePool } from './merge-pool.ts'
import { openPlan, type OpenPlan } from './plan-file.ts'
import { assertSameVersion, outputOfPlan, sourceOfPlan, tasksOfPlan } from './planned-job.ts'
import type { ShardFolder } from './shard-folder.ts'

export interface MergeOptions {
  /** Path of `shards.json`, with `shards.key` beside it; or their folder. */
  readonly plan: string
  /** Folders of shards, or folders that hold some. */
  readonly shards: readonly string[]
  /** The folder for the labels. */
  readonly out: string
  readonly strict?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: BatchEvent) => void) | undefined
  readonly now?: (() => Date) | undefined
}

/** As that of a job made by one machine, without what was told when the shards were planned. */
export type MergeSummary = Omit<BatchSummary, 'refusals' | 'causes' | 'warnings' | 'unused' | 'resumed'> & {
  readonly state: 'done' | 'interrupted'
  /** Labels that an earlier run has merged. */
  readonly resumed: number
}

export async function mergeShards(options: MergeOptions): Promise<MergeSummary> {
  const open = openPlan(options.plan)
  const { out, signal, onEvent = () => undefined, now, strict = false } = options
  const { output } = open.plan
  const { cartons } = sourceOfPlan(open.plan, [], [])
  const { as, pack, perFolder, pages } = output
  const names = { as, pack, perFolder, cartons, volume: pages?.volume }
  const settled = settle({ ...names, input: [], out, strict, now, onEvent })
  const { rows } = open.plan.job
  try {
    const folders = findShards(options.shards, open)
    assertApart(out, folders)
    checkOutput(settled)
    prepareOutput(settled)
    const folder = jobFolder(out)
    makePrivateFolder(folder.hidden)
    const onWait = (holder: LockHolder | undefined) => onEvent({ type: 'waiting', holder })
    const lock = await lockJob(folder, { signal, now: settled.now, onWait })
    try {
      if (!hasBegun(folder)) {
        checkOutput(settled)
        checkLabelNames(settled, { isFlat: perFolder === 0, rows: rows.read })
      }
      takeKey(folder, open)
      const { complete, labelled, verified, resumed } = await merge(folder, lock, open, folders, {
        signal,
        onEvent,
        now: settled.now,
      })
      return {
        state: complete ? 'done' : 'interrupted',
        read: rows.read,
        labelled,
        refused: rows.refused,
        repeated: rows.repeated,
        withheld: rows.sound - labelled,
        verified,
        resumed,
        ...(cartons && { cartons: complete ? cartonsFor(labelled, cartons.size) : 0 }),
        out,
        outputs: as,
      }
    } finally {
      lock.release()
    }
  } catch (error) {
    throw outputError(error, out)
  }
}

/**
 * Refuses a folder for the job that is one of a shard, or has something to do with one.
 *
 * @throws BatchError `output-is-input`
 */
function assertApart(out: string, folders: readonly ShardFolder[]): void {
  for (const { out: path } of folders) {
    const [own, shard] = [real(out), real(path)]
    if (isInside(own, shard) || isInside(shard, own))
      throw new BatchError({ code: 'output-is-input', path: out })
  }
}

/** A folder that is not there yet has no links to follow. */
function real(path: string): string {
  return isThere(path) ? realpathSync(path) : resolve(path)
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way)
}

/** The job's digests are those of its shards, so it has the key of the plan. */
function takeKey(folder: JobFolder, { key }: OpenPlan): void {
  if (!isThere(folder.key)) return replaceFile(folder.key, key)
  if (Buffer.from(key).equals(readOwnFile(folder.key))) return
  throw new BatchError({ code: 'job-changed', path: folder.out, names: ['the plan'] })
}

async function merge(
  folder: JobFolder,
  lock: JobLock,
  open: OpenPlan,
  folders: readonly ShardFolder[],
  {
    signal,
    onEvent,
    now,
  }: {
    readonly signal: AbortSignal | undefined
    readonly onEvent: (event: BatchEvent) => void
    readonly now: () => Date
  },
): Promise<JobOutcome> {
  const { plan: written, key } = open
  const source = sourceOfPlan(written, [], [])
  const plan = { ...source, ...outputOfPlan(open, folder.out) }
  assertSameVersion(open, source)
  const before = await readJobRecord(folder)
  const names = before === undefined ? [] : changes(before.identity, written.job.identity)
  if (names.length > 0) throw new BatchError({ code: 'job-changed', path: folder.out, names })
  if (before?.state === 'done') {
    const { labelled, verified } = before
    onEvent({ type: 'resumed', labels: labelled, total: labelled })
    return { complete: true, labelled, verified, resumed: labelled }
  }
  const record = writeJobRecord(
    folder,
    { ...written.job, startedAt: before?.startedAt ?? now().toISOString() },
    key,
  )
  copyRefused(folder, open)
  const tasks = tasksOfPlan(written)
  const pool = createMergePool(plan, {
    shards: written.shards,
    folders,
    labels: tasks.map(({ labels }) => labels),
  })
  try {
    return await makeLabels(folder, lock, {
      output: plan,
      beginning: BEGINNING,
      total: record.rows.sound,
      tasks,
      pool,
      signal,
      onEvent,
      ...wholeJob(folder, lock, { plan, now, ended: (made) => finishedRecord(record, made) }),
    })
  } finally {
    await pool.close()
  }
}

/** The refused rows are those of the plan, as one machine would have written them. */
function copyRefused(folder: JobFolder, { path, plan: { refused }, key }: OpenPlan): void {
  if (refused === undefined) return
  const from = join(dirname(path), refused.file)
  const isSame =
    isThere(from) && statSync(from).size === refused.bytes && digestOfFile(key, from) === refused.digest
  if (!isSame) throw new BatchError({ code: 'plan-damaged', path, detail: basename(from) })
  writeRefused(folder, textOf(from))
}

const PIECE = 1 << 18

function* textOf(path: string): Generator<string> {
  const decoder = new StringDecoder('utf8')
  const file = openOwnToRead(path)
  try {
    const piece = Buffer.alloc(PIECE)
    for (let at = 0; ;) {
      const length = readSync(file, piece, 0, PIECE, at)
      if (length === 0) return
      at += length
      yield decoder.write(piece.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
}
