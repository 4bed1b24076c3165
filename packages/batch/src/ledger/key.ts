import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { makeFolder, replaceFile } from '@claimtag/disk'
import type { JobFolder } from './folder.ts'

const KEY_BYTES = 32

/** The job's key, made when the job begins. */
export function jobKey(folder: JobFolder): Uint8Array {
  const known = readKey(folder)
  if (known !== undefined) return known
  makeFolder(folder.hidden)
  const key = randomBytes(KEY_BYTES)
  replaceFile(folder.key, key)
  return key
}

/**
 * @throws BatchError `job-damaged`
 */
export function readKey({ key: path, out }: JobFolder): Uint8Array | undefined {
  if (!existsSync(path)) return undefined
  const key = readFileSync(path)
  if (key.length !== KEY_BYTES) throw new BatchError({ code: 'job-damaged', path: out, detail: 'key' })
  return key
}
