import { isThere, namesIn, readOwnFile } from '@claimtag/disk'
import { type Address, type S3Client, StorageError, holdsObject, uploadFolder } from '@claimtag/storage'
import { join } from 'node:path'

interface Sender {
  readonly client: S3Client
  readonly key: Uint8Array | undefined
}

const JOB = 'job.json'
const SHARD = 'shard.json'
const PLAN = 'shards.json'
const MOST_BYTES = 1 << 29

/**
 * Uploads what a command has finished: a job, a plan, or each finished shard in a folder of them. Of shards and plans,
 * what only helps a process to go on stays here: two machines that make one shard make the same files but for that.
 *
 * @returns how many files were sent, and how many were there
 */
export async function uploadFinished(
  { client, key }: Sender,
  folder: string,
  to: Address,
): Promise<{ readonly sent: number; readonly there: number }> {
  if (isDone(join(folder, JOB))) return uploadFolder(client, folder, to, { key })
  if (isThere(join(folder, PLAN))) return uploadFolder(client, folder, to, { key, only: isOpen })
  const all = { sent: 0, there: 0 }
  for (const name of namesIn(folder)) {
    if (!isDone(join(folder, name, SHARD))) continue
    const shard = { ...to, key: to.key === '' ? name : `${to.key.replace(/\/+$/, '')}/${name}` }
    const { sent, there } = await uploadFolder(client, join(folder, name), shard, { key, only: isOpen })
    all.sent += sent
    all.there += there
  }
  return all
}

/**
 * A job that another machine has stored there would be found to differ only when all labels are made.
 *
 * @throws StorageError `object-differs`
 */
export async function assertNotMadeElsewhere(
  { client, key }: Sender,
  folder: string,
  to: Address,
): Promise<void> {
  if (isThere(join(folder, JOB))) return
  const address = await holdsObject(client, to, JOB + (key === undefined ? '' : '.enc'))
  if (address !== undefined) throw new StorageError({ code: 'object-differs', address })
}

function isOpen(name: string): boolean {
  return !name.startsWith('.claimtag/')
}

function isDone(record: string): boolean {
  if (!isThere(record)) return false
  const { state } = JSON.parse(readOwnFile(record, MOST_BYTES).toString('utf8')) as {
    readonly state?: unknown
  }
  return state === 'done'
}
