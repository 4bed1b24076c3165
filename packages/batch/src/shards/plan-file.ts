import type { Art } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import { DiskError, isThere, readOwnFile } from '@claimtag/disk'
import type { ColumnMapping, IdNotation } from '@claimtag/devices'
import type { Input } from '@claimtag/devices/parts'
import { join, dirname, basename } from 'node:path'
import { BatchError } from '../issue.ts'
import { createKeyedDigest } from '../ledger/digest.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import type { JobRecord, RecordFile } from '../ledger/job-schema.ts'
import { readKey } from '../ledger/key.ts'
import type { CartonPlan } from '../plan/carton-plan.ts'
import type { JobOutput, JobSource } from '../plan/job-plan.ts'

/** A picture as text. */
type WrittenArt = readonly (readonly [
  key: string,
  bitmap: { readonly width: number; readonly height: number; readonly stride: number; readonly data: string },
])[]

/** Files of fonts as text. */
type WrittenFonts = readonly (readonly [source: string, data: string])[]

/** An input without the place of its file, which is another one on every machine. */
type PlannedInput = Omit<Input, 'path'>

/** A shard: the chunks from one number up to another, of which it labels the rows. */
export interface PlannedShard {
  readonly from: number
  readonly to: number
  /** The first chunk that it reads: the devices of a carton that is begun may be in chunks before its own. */
  readonly reads: number
  readonly rows: number
  readonly labels: number
  /** Keyed digest of the bytes that it reads. */
  readonly digest: string
}

/**
 * `shards.json`: everything that decides the labels but the devices. No cell of theirs is in it, and all digests are
 * keyed by `shards.key` beside it.
 */
export interface ShardPlan {
  readonly claimtag: string
  readonly version: 1
  readonly of: number
  /** The record with which the merged job begins. */
  readonly job: JobRecord
  readonly reading: {
    readonly columns: ColumnMapping
    readonly ids?: IdNotation | undefined
    readonly visible: boolean
  }
  readonly source: Omit<JobSource, 'inputs' | 'files' | 'art' | 'fontFiles' | 'cartons'> & {
    readonly inputs: readonly PlannedInput[]
    readonly art?: WrittenArt | undefined
    readonly fontFiles?: WrittenFonts | undefined
    readonly cartons?:
      | (Omit<CartonPlan, 'art' | 'fontFiles'> & {
          readonly art?: WrittenArt | undefined
          readonly fontFiles?: WrittenFonts | undefined
        })
      | undefined
  }
  readonly output: Omit<JobOutput, 'out' | 'key' | 'addition'>
  readonly skipBadRows: boolean
  readonly chunkRows: number
  /** Parts of the input: number of the file, first and last byte, line, number of the first row, rows. */
  readonly chunks: readonly (readonly [number, number, number, number, number, number])[]
  /** Rows that get no label: the first of each run of them, and how many. */
  readonly excluded: readonly (readonly [first: number, count: number])[]
  readonly shards: readonly PlannedShard[]
  /** `refused.csv` beside the plan, when rows are refused. */
  readonly refused?: RecordFile | undefined
  /** Tells whether a key is the plan's, without telling the key. */
  readonly keyId: string
  /** Keyed digest of everything else in the plan, by which its shards know it. */
  readonly seal: string
}

/** A plan with its key. */
export interface OpenPlan {
  readonly path: string
  readonly plan: ShardPlan
  readonly key: Uint8Array
}

const PLAN = 'shards.json'
const KEY = 'shards.key'
/** A billion rows in chunks of 10,000 take 6 MB; in chunks of 500, 120 MB. */
const MOST_BYTES = 1 << 29

/** The folder of a plan. Its key lies in the open, so that it can be copied and mounted like the plan. */
export function planFolder(out: string): JobFolder & { readonly plan: string } {
  return { ...jobFolder(out), key: join(out, KEY), plan: join(out, PLAN) }
}

/** A plan before it is written. */
export type UnsealedPlan = Omit<ShardPlan, 'seal' | 'keyId'>

/** The bytes of a plan, with its seal. */
export function planText(plan: UnsealedPlan, key: Uint8Array): string {
  const named = { ...plan, keyId: idOfKey(key) }
  return `${JSON.stringify({ ...named, seal: sealOf(named, key) })}\n`
}

function sealOf(plan: UnsealedPlan, key: Uint8Array): string {
  return createKeyedDigest(key)(JSON.stringify({ ...plan, seal: undefined }), `${PLAN}\0`)
}

function idOfKey(key: Uint8Array): string {
  return createKeyedDigest(key)(KEY)
}

/**
 * Reads a plan that is as it was written.
 *
 * @param given path of `shards.json`, or of its folder
 * @throws BatchError `plan-missing`, `plan-key`, `plan-damaged`
 */
export function openPlan(given: string): OpenPlan {
  const path = basename(given).endsWith('.json') ? given : join(given, PLAN)
  const { key: keyPath, ...folder } = planFolder(dirname(path))
  if (!isThere(path)) throw new BatchError({ code: 'plan-missing', path })
  const damaged = new BatchError({ code: 'plan-damaged', path, detail: basename(path) })
  let plan: ShardPlan
  try {
    plan = JSON.parse(readOwnFile(path, MOST_BYTES).toString('utf8')) as ShardPlan
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof DiskError ? damaged : error
  }
  const key = keyOf({ ...folder, key: keyPath })
  if (typeof plan !== 'object' || plan === null || typeof plan.keyId !== 'string') throw damaged
  if (key === undefined || plan.keyId !== idOfKey(key))
    throw new BatchError({ code: 'plan-key', path: keyPath })
  // Only a holder of the key can have written it, so its members need no schema.
  if (plan.version !== 1 || plan.seal !== sealOf(plan, key)) throw damaged
  return { path, plan, key }
}

function keyOf(folder: JobFolder): Uint8Array | undefined {
  try {
    return readKey(folder)
  } catch (error) {
    if (error instanceof BatchError) return undefined
    throw error
  }
}

export function writtenArt(art: Art | undefined): WrittenArt | undefined {
  if (art === undefined) return undefined
  return [...art].map(([key, { data, ...size }]) => [
    key,
    { ...size, data: Buffer.from(data).toString('base64') },
  ])
}

export function readArt(art: WrittenArt | undefined): Art | undefined {
  if (art === undefined) return undefined
  return new Map(
    art.map(([key, { data, ...size }]) => [
      key,
      { ...size, data: new Uint8Array(Buffer.from(data, 'base64')) },
    ]),
  )
}

export function writtenFonts(files: FontFiles | undefined): WrittenFonts | undefined {
  return files && [...files].map(([source, bytes]) => [source, Buffer.from(bytes).toString('base64')])
}

export function readWrittenFonts(files: WrittenFonts | undefined): FontFiles | undefined {
  return (
    files && new Map(files.map(([source, data]) => [source, new Uint8Array(Buffer.from(data, 'base64'))]))
  )
}
