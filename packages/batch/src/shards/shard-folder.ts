import { isThere, makePrivateFolder, namesIn, readOwnFile, replaceFile } from '@claimtag/disk'
import { basename, join } from 'node:path'
import { BatchError } from '../issue.ts'
import { createKeyedDigest } from '../ledger/digest.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import type { RecordFile } from '../ledger/job-schema.ts'
import { readKey } from '../ledger/key.ts'
import type { OpenPlan } from './plan-file.ts'

/** The folder of one shard. Nothing in it can be printed before it is merged, since it is not a job. */
export interface ShardFolder extends JobFolder {
  /** All labels of the shard that will be in files of many, one after the other. */
  readonly body: string
}

/** `shard.json`. It holds no times, so that two runs of a shard give the same bytes. */
export interface ShardRecord {
  readonly version: 1
  /** The seal of its plan. */
  readonly plan: string
  readonly shard: number
  readonly of: number
  readonly state: 'running' | 'done'
  /** Of a finished shard. */
  readonly labels: number
  readonly verified: number
  /** Its manifest: the digests in it are those of all its labels, under the key of the plan. */
  readonly manifest?: RecordFile | undefined
  /** Keyed digest of everything else in this record. */
  readonly seal: string
}

export const RECORD = 'shard.json'
export const MANIFEST = 'manifest.ndjson'
export const BODY = 'labels.part'
const DIGITS = 5

/** The name of a shard's folder inside the one that all shards are written to. */
export function shardName(shard: number): string {
  return `shard-${String(shard).padStart(DIGITS, '0')}`
}

export function shardFolder(out: string): ShardFolder {
  return { ...jobFolder(out), record: join(out, RECORD), body: join(out, BODY) }
}

/**
 * Makes a folder that belongs to a shard, or finds that it does.
 *
 * @throws BatchError `shard-folder`, `shard-foreign`
 */
export function takeShardFolder(folder: ShardFolder, { key, plan }: OpenPlan, shard: number): void {
  const { out: path } = folder
  const known = readKey(folder)
  if (known === undefined) {
    const foreign = namesIn(path).find((name) => name !== basename(folder.hidden))
    if (foreign !== undefined) throw new BatchError({ code: 'shard-folder', path, detail: foreign })
    makePrivateFolder(folder.hidden)
    replaceFile(folder.key, key)
    return
  }
  const record = readShardRecord(folder)
  const isOther = record !== undefined && (record.plan !== plan.seal || record.shard !== shard)
  if (isOther || !Buffer.from(known).equals(key)) throw new BatchError({ code: 'shard-foreign', path })
}

export function writeShardRecord(
  folder: ShardFolder,
  record: Omit<ShardRecord, 'seal' | 'version'>,
  key: Uint8Array,
): void {
  const whole = { version: 1 as const, ...record }
  const sealed: ShardRecord = { ...whole, seal: sealOf(whole, key) }
  replaceFile(
    folder.record,
    `${JSON.stringify(sealed, undefined, 2)}\n`,
    join(folder.hidden, `${RECORD}.new`),
  )
}

/** The record of a shard as it is written there; `undefined` when there is none that can be read. */
export function readShardRecord({ record }: ShardFolder): ShardRecord | undefined {
  if (!isThere(record)) return undefined
  try {
    const found = JSON.parse(readOwnFile(record).toString('utf8')) as ShardRecord | null
    return typeof found === 'object' && found !== null ? found : undefined
  } catch {
    return undefined
  }
}

/** Whether the record is as it was written with the key of the plan. */
export function isSealed(record: ShardRecord, key: Uint8Array): boolean {
  return record.seal === sealOf(record, key)
}

function sealOf(record: Omit<ShardRecord, 'seal'>, key: Uint8Array): string {
  return createKeyedDigest(key)(JSON.stringify({ ...record, seal: undefined }), `${RECORD}\0`)
}
