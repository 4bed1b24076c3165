import { namedRecord } from '@claimtag/core'
import { createRowChecker } from '@claimtag/devices/parts'
import { isThere } from '@claimtag/disk'
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { BatchError } from '../issue.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { BYTES_OF_LABELS, changes, identityOf, isOfTheList } from '../ledger/identity.ts'
import type { AdditionRecord, JobRecord } from '../ledger/job-schema.ts'
import { readKey } from '../ledger/key.ts'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import { recordFaults } from '../ledger/record-files.ts'
import { readJobRecord } from '../ledger/record.ts'
import { isOurRefused } from '../ledger/refused-file.ts'
import type { SettledOptions } from '../options.ts'
import { jobFormat } from '../plan/job-format.ts'
import type { JobPlan, JobSource } from '../plan/job-plan.ts'
import { type EarlierLabels, openEarlierLabels } from '../preflight/earlier-labels.ts'
import { columnOf, isSameLabel } from '../read-back/same-label.ts'
import { payloadHeader } from '../render/payload-csv.ts'
import { openSeries } from '../render/open-series.ts'
import { createLabelRenderer } from '../render/render-label.ts'
import { outputOf } from './job-output.ts'

/** A run that adds labels to a finished job: a new one, or one that is continued. */
export interface Addition {
  readonly number: number
  /** The record of the job before the rows were compared with its labels. */
  readonly job: JobRecord
  /** The record of the same run, if it was begun before. */
  readonly begun: AdditionRecord | undefined
  /** The lengths of the files that the run continues. */
  readonly continued: AdditionRecord['continued']
}

/** What an addition may change besides the list. */
const OF_THE_RUN = new Set(['the packing', 'the pages', 'the verification', 'the treatment of bad rows'])

/**
 * Finds the addition that is possible in a folder.
 *
 * @returns `undefined` when there is no job, or its first run is not finished
 * @throws BatchError `job-damaged`, `output-exists`
 */
export async function additionTo(out: string): Promise<Addition | undefined> {
  const folder = jobFolder(out)
  const job = await readJobRecord(folder)
  const last = job?.additions?.at(-1)
  if (job === undefined || (job.state === 'running' && last === undefined)) return undefined
  const begun = job.state === 'running' ? last : undefined
  assertRecords(folder, job)
  const number = begun?.number ?? (last?.number ?? 1) + 1
  if (begun === undefined) assertFree(jobFolder(out, number))
  return { number, job, begun, continued: begun?.continued ?? sizesOf(folder) }
}

function assertRecords(folder: JobFolder, job: JobRecord): void {
  const { out: path } = folder
  const key = readKey(folder)
  if (key === undefined) throw new BatchError({ code: 'job-damaged', path, detail: 'key' })
  const [damaged] = recordFaults(folder, job, key, job.state === 'running')
  const missing = isThere(folder.manifest) ? undefined : basename(folder.manifest)
  const detail = damaged?.file ?? missing
  if (detail !== undefined) throw new BatchError({ code: 'job-damaged', path, detail })
}

/** A run that was refused as a whole has left its refused rows there, and nothing else. */
function assertFree(folder: JobFolder): void {
  const place = dirname(folder.refused)
  if (!isThere(place)) return
  const own = isOurRefused(folder) === true ? basename(folder.refused) : undefined
  const foreign = readdirSync(place).find((name) => name !== own)
  if (foreign !== undefined) throw new BatchError({ code: 'output-exists', path: join(place, foreign) })
}

function sizesOf({ manifest, volumes }: JobFolder): AdditionRecord['continued'] {
  const files = [manifest, volumes].filter(isThere)
  return namedRecord(files.map((path) => [basename(path), statSync(path).size] as const))
}

/**
 * Opens the labels of the job, to compare the rows of an input with them.
 *
 * @throws BatchError `job-changed` (the options differ), `job-of-other-version`, `job-damaged`
 */
export async function labelsBefore(
  { number, job, continued }: Addition,
  source: JobSource,
  options: SettledOptions,
): Promise<EarlierLabels> {
  const folder = jobFolder(options.out, number)
  if (source.mostCounted !== undefined) throw new BatchError({ code: 'counted-labels', path: options.out })
  const plan = { ...source, ...outputOf(source, { sound: 0, addition: number }, folder, options, job) }
  assertSameLabels(job, plan, options)
  const draw = await createLabelRenderer(
    await openSeries(plan.sizedTemplate ?? plan.template, source),
    plan.as,
    plan,
  )
  const digests = createLabelDigests(plan.key, plan.digests)
  return openEarlierLabels(folder, {
    bytes: continued[basename(folder.manifest)] ?? 0,
    check: createRowChecker(jobFormat(source.format)),
    isSame: (entry, device) => isSameLabel(entry, draw(device, columnOf(entry)).outputs, digests),
  })
}

function assertSameLabels(job: JobRecord, plan: JobPlan, { out: path, ...options }: SettledOptions): void {
  const identity = identityOf(plan, '', options.skipBadRows, options.chunkRows)
  const names = changes(job.identity, identity).filter((name) => !isOfTheList(name) && !OF_THE_RUN.has(name))
  if (names.join() === BYTES_OF_LABELS) throw new BatchError({ code: 'job-of-other-version', path })
  if (job.pack !== plan.pack) names.push('the packing')
  if (plan.payload !== undefined && job.payload?.header !== payloadHeader(plan.payload))
    names.push('the columns')
  if (names.length > 0) throw new BatchError({ code: 'job-changed', path, names })
}
