import { randomBytes } from 'node:crypto'
import { DiskError, isThere, makePrivateFolder, readOwnFile, replaceFile } from '@claimtag/disk'
import { BatchError } from '../issue.ts'
import type { JobFolder } from './folder.ts'

const KEY_BYTES = 32

/** The job's key, made when the job begins. */
export function jobKey(folder: JobFolder): Uint8Array {
  const known = readKey(folder)
  if (known !== undefined) return known
  makePrivateFolder(folder.hidden)
  const key = randomBytes(KEY_BYTES)
  replaceFile(folder.key, key)
  return key
}

/**
 * @throws BatchError `job-damaged`
 */
export function readKey({ key: path, out }: JobFolder): Uint8Array | undefined {
  if (!isThere(path)) return undefined
  const damaged = new BatchError({ code: 'job-damaged', path: out, detail: 'key' })
  try {
    const key = readOwnFile(path)
    if (key.length !== KEY_BYTES) throw damaged
    return key
  } catch (error) {
    throw error instanceof DiskError ? damaged : error
  }
}
