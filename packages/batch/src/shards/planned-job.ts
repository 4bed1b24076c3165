import { namedRecord } from '@claimtag/core'
import type { GivenFile, Input } from '@claimtag/devices/parts'
import { statSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { changes, identityOf, isOfTheList } from '../ledger/identity.ts'
import { tasksOf } from '../job/tasks.ts'
import type { ChunkTask, JobOutput, JobSource } from '../plan/job-plan.ts'
import { createBitSet } from '../preflight/compact/bit-set.ts'
import type { Chunk } from '../preflight/preflight.ts'
import { type OpenPlan, readArt, readWrittenFonts, type ShardPlan } from './plan-file.ts'

/** The design of a plan's labels, with the inputs from which they are made. */
export function sourceOfPlan(
  { source }: ShardPlan,
  inputs: readonly Input[],
  files: readonly GivenFile[],
): JobSource {
  const { art, fontFiles, cartons, ...rest } = source
  return {
    ...rest,
    inputs,
    files,
    art: readArt(art),
    ...(fontFiles === undefined ? {} : { fontFiles: readWrittenFonts(fontFiles) }),
    cartons:
      cartons === undefined
        ? undefined
        : { ...cartons, art: readArt(cartons.art), fontFiles: readWrittenFonts(cartons.fontFiles) },
  }
}

export function outputOfPlan({ plan, key }: OpenPlan, out: string): JobOutput {
  return { ...plan.output, out, key }
}

export function chunksOf({ chunks }: ShardPlan): readonly Chunk[] {
  return chunks.map(([input, start, end, line, index, rows]) => ({ input, start, end, line, index, rows }))
}

/** All tasks of the job, as one machine would do them. */
export function tasksOfPlan(plan: ShardPlan): readonly ChunkTask[] {
  const excluded = createBitSet()
  for (const [first, count] of plan.excluded)
    for (let row = first; row < first + count; row++) excluded.add(row)
  const { sound } = plan.job.rows
  return tasksOf({ chunks: chunksOf(plan), excluded, sound }, { cartonSize: plan.source.cartons?.size })
}

/**
 * Refuses to make labels that this version would make with other bytes than the plan says.
 *
 * @throws BatchError `plan-of-other-version`
 */
export function assertSameVersion(open: OpenPlan, source: JobSource): void {
  const { plan, path } = open
  const now = identityOf({ ...source, ...outputOfPlan(open, '') }, '', plan.skipBadRows, plan.chunkRows)
  const names = changes(plan.job.identity, now).filter((name) => !isOfTheList(name))
  if (names.length > 0) throw new BatchError({ code: 'plan-of-other-version', path, names })
}

/**
 * The inputs of a plan, in the files of this machine.
 *
 * @param opened in the order of the plan; their names do not matter
 * @throws BatchError `shard-input`
 */
export function plannedInputs(
  { source: { inputs: planned }, job }: ShardPlan,
  opened: readonly Input[],
  files: readonly GivenFile[],
): readonly Input[] {
  const other = opened.findIndex(
    (input, at) =>
      readingOf(input) !== readingOf(planned[at]) || sizeOf(files[at]) !== (job.inputs?.[at]?.bytes ?? 0),
  )
  const at = other === -1 && opened.length !== planned.length ? planned.length : other
  if (at !== -1) throw new BatchError({ code: 'shard-input', path: files[at]?.name ?? 'The last file' })
  return opened.map(({ path }, number) => ({ ...planned[number], path }) as Input)
}

/** A row that was added is in no shard, so nothing else would show it. */
function sizeOf(file: GivenFile | undefined): number {
  return file === undefined ? 0 : statSync(file.path).size
}

function readingOf(input: object | undefined): string {
  const entries = Object.entries(input ?? {}).filter(([name]) => name !== 'path' && name !== 'file')
  return JSON.stringify(namedRecord(entries))
}
