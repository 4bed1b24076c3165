import { isLockRemnant, makePrivateFolder, publishFile, writeInto } from '@claimtag/disk'
import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Address, addressText, within } from './address.ts'
import { decrypt } from './encryption/format.ts'
import { fileSource } from './file-source.ts'
import { StorageError } from './issue.ts'
import type { S3Client } from './s3/client.ts'
import { headObject, listObjects, readObject } from './s3/objects.ts'
import { putObject } from './s3/put-object.ts'

export interface TransferOptions {
  /** 32 bytes. */
  readonly key?: Uint8Array | undefined
  /** Which of the names are meant; all, when it is left out. */
  readonly only?: ((name: string) => boolean) | undefined
  /** Called after each file. */
  readonly onFile?: ((name: string, outcome: 'sent' | 'there' | 'read') => void) | undefined
}

/** What a job is known to be finished by: it comes last, so that a reader who finds it finds all the rest. */
const RECORDS = ['job.json', 'shard.json', 'shards.json']
const ENCRYPTED = '.enc'
const LOCK = 'lock'
const AT_ONCE = 4

/**
 * Uploads the files of a finished job, a shard or a plan, with its record last. What is there already is not sent
 * again, so an upload that was cut off goes on.
 *
 * @returns how many files were sent, and how many were there
 * @throws StorageError `object-differs`, `storage-failed`
 *
 * @example
 * ```ts no-run
 * import { createClient, parseAddress, uploadFolder } from '@claimtag/storage'
 *
 * const client = createClient({ environment: process.env })
 * console.log(await uploadFolder(client, 'labels', parseAddress('s3://factory/labels')))
 * ```
 */
export async function uploadFolder(
  client: S3Client,
  folder: string,
  to: Address,
  { key, only = () => true, onFile }: TransferOptions = {},
): Promise<{ readonly sent: number; readonly there: number }> {
  const names = filesIn(folder).filter(only)
  const counts = { sent: 0, there: 0 }
  async function upload(name: string): Promise<void> {
    const source = await fileSource(join(folder, name), key)
    const object = within(to, name + (key === undefined ? '' : ENCRYPTED))
    const outcome = await putObject(client, object, source)
    counts[outcome]++
    onFile?.(name, outcome)
  }
  await severally(
    names.filter((name) => !isRecord(name)),
    upload,
  )
  for (const name of names.filter(isRecord)) await upload(name)
  return counts
}

/**
 * Downloads all objects of a folder into one on the disk, readable by its owner only, and decrypts those that are
 * encrypted. A file appears when it is whole.
 *
 * @returns how many files were read
 * @throws StorageError `object-missing`, `object-changed`, `object-damaged`, `encryption-damaged`, `storage-address`,
 *   `storage-failed`
 *
 * @example
 * ```ts no-run
 * import { createClient, downloadFolder, parseAddress } from '@claimtag/storage'
 *
 * const client = createClient({ environment: process.env })
 * console.log(await downloadFolder(client, parseAddress('s3://factory/labels'), 'labels'))
 * ```
 */
export async function downloadFolder(
  client: S3Client,
  from: Address,
  folder: string,
  options: TransferOptions = {},
): Promise<number> {
  const prefix = { bucket: from.bucket, key: from.key === '' ? '' : `${from.key.replace(/\/+$/, '')}/` }
  const names: string[] = []
  for await (const { key } of listObjects(client, prefix)) {
    const name = key.slice(prefix.key.length)
    // Folders that a console has made.
    if (name !== '' && !name.endsWith('/') && options.only?.(name) !== false) names.push(name)
  }
  if (names.length === 0) throw new StorageError({ code: 'object-missing', address: addressText(prefix) })
  await severally(names, async (name) => {
    await downloadFile(client, within(from, name), join(folder, nameOnDisk(name)), options)
    options.onFile?.(name, 'read')
  })
  return names.length
}

/**
 * Downloads one object, and decrypts it if its name says that it is encrypted.
 *
 * @throws StorageError as `downloadFolder`
 *
 * @example
 * ```ts no-run
 * import { createClient, downloadFile, parseAddress } from '@claimtag/storage'
 *
 * const client = createClient({ environment: process.env })
 * await downloadFile(client, parseAddress('s3://factory/devices.csv'), 'devices.csv')
 * ```
 */
export async function downloadFile(
  client: S3Client,
  from: Address,
  path: string,
  { key }: TransferOptions = {},
): Promise<void> {
  const pieces = readObject(client, from)
  const text = addressText(from)
  if (from.key.endsWith(ENCRYPTED) && key === undefined)
    throw new StorageError({ code: 'encryption-key', path: text })
  makePrivateFolder(dirname(path))
  const through = `${path}.part`
  rmSync(through, { force: true })
  const clear = from.key.endsWith(ENCRYPTED) && key !== undefined ? decrypt(pieces, key, text) : pieces
  try {
    await pipeline(clear, writeInto(through))
    rmSync(path, { force: true })
    publishFile(through, path)
  } finally {
    rmSync(through, { force: true })
  }
}

/**
 * The address of an object in a folder, as text, when there is such an object.
 *
 * @throws StorageError `storage-failed`
 *
 * @example
 * ```ts no-run
 * import { createClient, holdsObject, parseAddress } from '@claimtag/storage'
 *
 * const client = createClient({ environment: process.env })
 * console.log(await holdsObject(client, parseAddress('s3://factory/labels'), 'job.json'))
 * ```
 */
export async function holdsObject(
  client: S3Client,
  folder: Address,
  name: string,
): Promise<string | undefined> {
  const address = within(folder, name)
  return (await headObject(client, address)) === undefined ? undefined : addressText(address)
}

function isRecord(name: string): boolean {
  return RECORDS.includes(name)
}

/** Names are made by others: none may lead out of the folder. */
function nameOnDisk(name: string): string {
  const parts = name.split('/')
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part))
  if (!isPlain) throw new StorageError({ code: 'storage-address', given: name })
  return name.endsWith(ENCRYPTED) ? name.slice(0, -ENCRYPTED.length) : name
}

/** Paths below the folder, with slashes; locks are of processes on this machine. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .filter((name) => {
      const base = name.slice(name.lastIndexOf('/') + 1)
      return base !== LOCK && !isLockRemnant(base, LOCK)
    })
    .sort()
}

async function severally(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  const waiting = names[Symbol.iterator]()
  const one = async (): Promise<void> => {
    for (const name of waiting) await work(name)
  }
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, one))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
