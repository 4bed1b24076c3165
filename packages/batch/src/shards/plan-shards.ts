import { type DeviceFiles } from '@claimtag/devices'
import { fingerprintInput } from '@claimtag/devices/parts'
import { isThere, makePrivateFolder, opennessOf, readOwnFile, replaceFile } from '@claimtag/disk'
import { statSync } from 'node:fs'
import { assertNotInput } from '../disk/create-file.ts'
import { outputError } from '../disk/output-error.ts'
import { BatchError } from '../issue.ts'
import { lockJob } from '../ledger/lock.ts'
import { recordFile } from '../ledger/record-files.ts'
import { identityOf } from '../ledger/identity.ts'
import { isOurRefused, removeRefused, writeRefused } from '../ledger/refused-file.ts'
import { recordOf } from '../job/first-run.ts'
import { outputOf } from '../job/job-output.ts'
import { prepareOutput } from '../job/output-folder.ts'
import { labelInput } from '../job/prepare.ts'
import { tasksOf } from '../job/tasks.ts'
import { settle, type BatchOptions, type SettledOptions } from '../options.ts'
import type { JobSource } from '../plan/job-plan.ts'
import type { BitSet } from '../preflight/compact/bit-set.ts'
import type { Preflight } from '../preflight/preflight.ts'
import { refusedCsv } from '../preflight/refused-csv.ts'
import type { BatchSummary } from '../summary.ts'
import { cutShards, digestOfShard } from './cut-shards.ts'
import { openPlan, planFolder, planText, type UnsealedPlan, writtenArt, writtenFonts } from './plan-file.ts'

export interface PlanShardsOptions extends Omit<BatchOptions, 'add' | 'dryRun'> {
  /** Number of shards: 1 to 100,000. */
  readonly of: number
}

/** `planned`: every sound row is in a shard · `refused`: some rows are wrong, and there is no plan */
export interface PlanSummary extends Pick<
  BatchSummary,
  'read' | 'refused' | 'repeated' | 'out' | 'outputs' | 'refusals' | 'causes' | 'warnings' | 'unused'
> {
  readonly state: 'planned' | 'refused'
  readonly of: number
  /** Labels that the shards will make. */
  readonly labels: number
  /** Path of the plan. */
  readonly plan: string
}

const MOST_SHARDS = 100_000

export async function planShards({ of, ...given }: PlanShardsOptions): Promise<PlanSummary> {
  if (!Number.isInteger(of) || of < 1 || of > MOST_SHARDS)
    throw new BatchError({ code: 'shard-count', of, most: MOST_SHARDS })
  const folder = planFolder(given.out)
  const options = settle({ ...given, date: given.date ?? plannedDate(folder) })
  const { out } = options
  try {
    checkFolder(options)
    const assertUnchanged = pathsOf(options.input).map((path) => fingerprintInput(path))
    const locked = async (work: () => void): Promise<void> => {
      prepareOutput(options)
      makePrivateFolder(folder.hidden)
      const lock = await lockJob(folder, { signal: options.signal, now: options.now })
      try {
        work()
      } finally {
        lock.release()
      }
    }
    const summary = await labelInput(options, {
      refuse: ({ files }, { refusals }) =>
        locked(() => writeRefused(folder, refusedCsv(refusals.all(), files.length > 1))),
      async make(source, checked, settled) {
        await locked(() => {
          if (checked.refusedRows === 0) removeRefused(folder)
          writePlan(source, checked, settled, of)
        })
        for (const assertOne of assertUnchanged) assertOne()
        return { complete: true, labelled: 0, verified: 0, resumed: 0 }
      },
    })
    const { read, refused, repeated, withheld, outputs, refusals, causes, warnings, unused } = summary
    return {
      state: summary.state === 'refused' ? 'refused' : 'planned',
      of,
      labels: summary.state === 'refused' ? 0 : withheld,
      plan: folder.plan,
      read,
      refused,
      repeated,
      out,
      outputs,
      refusals,
      causes,
      warnings,
      unused,
    }
  } catch (error) {
    throw outputError(error, out)
  }
}

/** The date in a plan that is there already, so that planning again gives the same plan. */
function plannedDate({ plan }: ReturnType<typeof planFolder>): string | undefined {
  try {
    return openPlan(plan).plan.job.date
  } catch {
    // What is wrong with it is said when it is compared.
    return undefined
  }
}

function pathsOf(input: DeviceFiles): readonly string[] {
  return [input].flat().filter((one) => typeof one === 'string')
}

function checkFolder({ out, strict, input }: SettledOptions): void {
  const openness = opennessOf(out)
  if (openness === 'shared') throw new BatchError({ code: 'output-shared', path: out })
  if (openness === 'open' && strict) throw new BatchError({ code: 'output-open', path: out })
  const folder = planFolder(out)
  for (const path of [folder.plan, folder.key, folder.refused]) assertNotInput(path, pathsOf(input))
  // The key is written first: without it, a plan or its refused rows are not ours.
  if (!isThere(folder.key) && isThere(folder.plan))
    throw new BatchError({ code: 'plan-exists', path: folder.plan })
  // Its refused rows would take the place of those of a job.
  if (isThere(folder.record)) throw new BatchError({ code: 'output-exists', path: folder.record })
  if (isOurRefused(folder) === false) throw new BatchError({ code: 'output-exists', path: folder.refused })
}

/** The merge fills in its own times, so that planning again gives the same plan. */
function epoch(): Date {
  return new Date(0)
}

/** Writes the plan, or finds that it is there already. */
function writePlan(source: JobSource, checked: Preflight, options: SettledOptions, of: number): void {
  const folder = planFolder(options.out)
  const output = outputOf(source, checked, folder, options, undefined)
  const job = { ...source, ...output }
  const { chunkRows, skipBadRows } = options
  const identity = identityOf(job, checked.content, skipBadRows, chunkRows)
  const { inputs, files: _, art, fontFiles, cartons, ...rest } = source
  const { out: __, key, addition: ___, ...planned } = output
  const tasks = tasksOf(checked, { cartonSize: cartons?.size })
  const { columns, ids, visible } = options
  const record = recordOf(job, checked, identity, { before: undefined, now: epoch })
  const plan: UnsealedPlan = {
    claimtag: record.claimtag,
    version: 1,
    of,
    job: record,
    reading: { columns, ids, visible },
    source: {
      ...rest,
      inputs: inputs.map(({ path: ____, ...input }) => input),
      art: writtenArt(art),
      ...(fontFiles === undefined ? {} : { fontFiles: writtenFonts(fontFiles) }),
      cartons:
        cartons === undefined
          ? undefined
          : { ...cartons, art: writtenArt(cartons.art), fontFiles: writtenFonts(cartons.fontFiles) },
    },
    output: planned,
    skipBadRows,
    chunkRows,
    chunks: checked.chunks.map(({ input, start, end, line, index, rows }) => [
      input,
      start,
      end,
      line,
      index,
      rows,
    ]),
    excluded: runsOf(checked.excluded, checked.read),
    shards: cutShards(checked.chunks, tasks, of).map((shard) => ({
      ...shard,
      digest: digestOfShard(key, inputs, checked.chunks, shard),
    })),
    ...(checked.refusedRows === 0 ? {} : { refused: recordFile(folder, 'refused.csv', key) }),
  }
  const text = planText(plan, key)
  if (!isThere(folder.plan)) return replaceFile(folder.plan, text)
  const isSame =
    statSync(folder.plan).size === Buffer.byteLength(text) &&
    readOwnFile(folder.plan, Infinity).toString('utf8') === text
  if (!isSame) throw new BatchError({ code: 'plan-exists', path: folder.plan })
}

function runsOf(rows: BitSet, all: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (let row = 0; row < all; row++) {
    if (!rows.has(row)) continue
    const last = runs.at(-1)
    if (last !== undefined && last[0] + last[1] === row) last[1]++
    else runs.push([row, 1])
  }
  return runs
}
