import { createHash } from 'node:crypto'
import { closeSync, fstatSync } from 'node:fs'
import { basename, relative, resolve } from 'node:path'
import { isThere, openOwnToRead } from '@claimtag/disk'
import { explain } from '../issue.ts'
import { digestOfPart } from '../ledger/file-digest.ts'
import { finishedJob, manifestLines, trustedJob } from '../ledger/finished.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { ownVersion } from '../ledger/identity.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { whoPrints } from '../print/audit.ts'
import { type FolderVerdict, verifyFolder, type VerifyOptions } from '../verify-folder.ts'
import { readDeliveries, readReprints } from './deliveries.ts'
import { byCharacters, byNumbers, createRange } from './range.ts'
import { readRefused } from './refused.ts'
import type { JobReport, JobRun } from './schema.ts'

export interface ReportOptions extends VerifyOptions {
  /** The folder of a finished job. */
  readonly out: string
  /** Whether to read every label again first. Default true; the report says which. */
  readonly verify?: boolean | undefined
  /** Default: the system's clock. */
  readonly now?: (() => Date) | undefined
}

const MOST_JOIN_EUIS = 20
const MOST_FAULTS = 100

export async function reportJob({ out, verify = true, now, ...options }: ReportOptions): Promise<JobReport> {
  const folder = jobFolder(out)
  const verification = verify ? verdictOf(await verifyFolder(out, options)) : NOT_RUN
  options.signal?.throwIfAborted()
  // Faults are for the report to tell; without a verification, only sound records can be told of.
  const { record } = await (verify ? finishedJob : trustedJob)(folder)
  const runs = runsOf(record)
  return {
    report: 1,
    madeAt: (now?.() ?? new Date()).toISOString(),
    madeBy: whoPrints(),
    claimtag: ownVersion(),
    job: jobOf(out, record),
    runs,
    devices: await devicesOf(folder, record),
    refused: relativeTo(out, await readRefused(out, runs)),
    printing: readDeliveries(folder, record.labelled + (record.cartons?.labels ?? 0)),
    reprints: readReprints(folder),
    verification,
    files: filesOf(folder, runs),
  }
}

const NOT_RUN: JobReport['verification'] = { result: 'not-run', labels: 0, faults: 0, listed: [] }

function verdictOf({
  labels,
  records,
  volumes,
  faults,
  additional,
}: FolderVerdict): JobReport['verification'] {
  const all = [
    ...[...records, ...volumes].map(({ file, fault }) => `${file}: ${fault}`),
    ...faults.map((fault) => explain(fault)),
    ...additional.map((file) => `${file}: additional`),
  ]
  const result = all.length === 0 ? 'sound' : 'faulty'
  return { result, labels, faults: all.length, listed: all.slice(0, MOST_FAULTS) }
}

function jobOf(out: string, record: JobRecord): JobReport['job'] {
  const { claimtag, format, template, stock, dpi, outputs, pack, date, verify, identity } = record
  return {
    folder: basename(resolve(out)),
    claimtag,
    format,
    template,
    stock: `${stock.width} × ${stock.height} mm`,
    dpi,
    outputs,
    ...(pack === undefined ? {} : { pack }),
    ...(date === undefined ? {} : { date }),
    verify,
    identity,
  }
}

function runsOf({ additions = [], ...job }: JobRecord): readonly JobRun[] {
  const added = (member: 'labelled' | 'verified'): number =>
    additions.reduce((sum, addition) => sum + addition[member], 0)
  const first = {
    ...job,
    number: 1,
    before: 0,
    vanished: 0,
    labelled: job.labelled - added('labelled'),
    verified: job.verified - added('verified'),
  }
  return [first, ...additions].map(
    ({ number, startedAt, finishedAt, rows, inputs = [], before, vanished, labelled, verified }) => ({
      run: number,
      startedAt,
      ...(finishedAt === undefined ? {} : { finishedAt }),
      read: rows.read,
      labelled,
      refused: rows.refused,
      repeated: rows.repeated,
      before,
      vanished,
      verified,
      inputs: inputs.map(({ name, bytes, digest }) => ({ name, bytes, digest })),
    }),
  )
}

async function devicesOf(folder: JobFolder, { labelled, cartons }: JobRecord): Promise<JobReport['devices']> {
  const [devEuis, serialNumbers] = [createRange(byCharacters), createRange(byNumbers)]
  const joinEuis = new Map<string, number>()
  for await (const line of manifestLines(folder)) {
    if ('carton' in line) continue
    const { devEui, serialNumber, joinEui } = line
    devEuis.add(devEui)
    if (serialNumber !== undefined) serialNumbers.add(serialNumber)
    if (joinEui !== undefined && (joinEuis.has(joinEui) || joinEuis.size < MOST_JOIN_EUIS))
      joinEuis.set(joinEui, (joinEuis.get(joinEui) ?? 0) + 1)
  }
  return {
    labelled,
    ...(cartons === undefined ? {} : { cartons: cartons.labels }),
    devEuis: devEuis.result(),
    serialNumbers: serialNumbers.result(),
    joinEuis: [...joinEuis].map(([joinEui, count]) => ({ joinEui, count })),
  }
}

function relativeTo(out: string, refused: JobReport['refused']): JobReport['refused'] {
  return { ...refused, unread: refused.unread.map((path) => relative(out, path)) }
}

function filesOf(folder: JobFolder, runs: readonly JobRun[]): JobReport['files'] {
  const refused = runs.map(({ run }) => jobFolder(folder.out, run === 1 ? undefined : run).refused)
  return [folder.record, folder.manifest, folder.volumes, folder.audit, ...refused]
    .filter(isThere)
    .map((path) => {
      const file = openOwnToRead(path)
      try {
        const sha256 = digestOfPart(createHash('sha256'), file, 0, Infinity)
        return { file: relative(folder.out, path), bytes: fstatSync(file).size, sha256 }
      } finally {
        closeSync(file)
      }
    })
}
