import { isThere } from '@claimtag/disk'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { digestOfFile } from '../ledger/file-digest.ts'
import type { OpenPlan } from './plan-file.ts'
import { isSealed, MANIFEST, readShardRecord, RECORD, type ShardFolder, shardFolder } from './shard-folder.ts'

interface FoundShard {
  readonly folder: ShardFolder
  readonly shard: number
  /** Of its manifest, and so of all its labels. */
  readonly digest: string
}

/**
 * Finds all shards of a plan, each finished and once, in their order. Only their records and manifests are read; a
 * label is compared when it is merged.
 *
 * @param paths folders of shards, or folders that hold some
 * @throws BatchError `shard-absent`, `shard-foreign`, `shard-damaged`, `shard-unfinished`, `shard-differs`,
 *   `shard-doubled`, `shard-missing`
 */
export function findShards(paths: readonly string[], open: OpenPlan): readonly ShardFolder[] {
  const { of } = open.plan
  const found = new Map<number, FoundShard>()
  for (const path of new Set(paths.flatMap(foldersIn))) {
    const one = admitted(path, open)
    const { shard } = one
    const other = found.get(shard)
    if (other !== undefined) {
      const code = other.digest === one.digest ? 'shard-doubled' : 'shard-differs'
      throw new BatchError({ code, shard, paths: [other.folder.out, path] })
    }
    found.set(shard, one)
  }
  const numbers = Array.from({ length: of }, (_, at) => at + 1)
  const shards = numbers.filter((shard) => !found.has(shard))
  if (shards.length > 0) throw new BatchError({ code: 'shard-missing', shards, of })
  return numbers.flatMap((shard) => found.get(shard)?.folder ?? [])
}

function isShard(folder: string): boolean {
  return isThere(shardFolder(folder).record)
}

function foldersIn(path: string): readonly string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder && isShard(path)) return [path]
  const folders = (isFolder ? readdirSync(path, { withFileTypes: true }) : [])
    .filter((inside) => inside.isDirectory())
    .map(({ name }) => join(path, name))
    .filter(isShard)
    .sort()
  if (folders.length === 0) throw new BatchError({ code: 'shard-absent', path })
  return folders
}

function admitted(path: string, { plan, key }: OpenPlan): FoundShard {
  const folder = shardFolder(path)
  const record = readShardRecord(folder)
  if (record === undefined) throw new BatchError({ code: 'shard-damaged', path, detail: RECORD })
  const { shard } = record
  const damaged = (detail: string): BatchError =>
    new BatchError({ code: 'shard-damaged', path, shard, detail })
  if (record.plan !== plan.seal) throw new BatchError({ code: 'shard-foreign', path })
  if (!isSealed(record, key)) throw damaged(RECORD)
  if (record.state !== 'done') throw new BatchError({ code: 'shard-unfinished', path, shard })
  const { manifest, labels } = record
  const isWhole =
    manifest !== undefined &&
    isThere(folder.manifest) &&
    statSync(folder.manifest).size === manifest.bytes &&
    digestOfFile(key, folder.manifest) === manifest.digest
  if (!isWhole || labels !== plan.shards[shard - 1]?.labels) throw damaged(MANIFEST)
  return { folder, shard, digest: manifest.digest }
}
