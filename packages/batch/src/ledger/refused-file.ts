import {
  isThere,
  makePrivateFolder,
  openOwnToRead,
  readOwnFile,
  replaceFile,
  replaceFileFrom,
  syncFolder,
} from '@claimtag/disk'
import { createHash, type Hash } from 'node:crypto'
import { closeSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BatchError } from '../issue.ts'
import { digestOfPart } from './file-digest.ts'
import type { JobFolder } from './folder.ts'

// `refused.csv` is written before a job begins, so no job makes it ours. What tells it from a file of devices that
// happens to have the name, or from one that somebody has worked in since, is the digest of what we wrote.

/**
 * Whether `refused.csv` is as we have written it.
 *
 * @returns `undefined` when there is none
 */
export function isOurRefused(folder: JobFolder): boolean | undefined {
  if (!isThere(folder.refused)) return undefined
  const known = ourDigests(folder)
  return known.length > 0 && known.includes(digestOf(folder.refused))
}

/**
 * Writes `refused.csv`, in place of one of ours.
 *
 * @throws BatchError `output-exists`
 */
export function writeRefused(folder: JobFolder, texts: Iterable<string>): void {
  if (isOurRefused(folder) === false) throw new BatchError({ code: 'output-exists', path: folder.refused })
  makePrivateFolder(folder.hidden)
  const place = dirname(folder.refused)
  // The folder of all may be a link, those in it not.
  if (place !== folder.out) makePrivateFolder(place)
  const digest = createHash('sha256')
  const before = isThere(folder.refused) ? ourDigests(folder) : []
  replaceFileFrom(folder.refused, digested(texts, digest), join(folder.hidden, 'refused.csv.new'), () => {
    // It is known to be ours before it is there: a run may be killed in between.
    replaceFile(folder.refusedDigests, JSON.stringify([...new Set([...before, digest.digest('hex')])]))
  })
}

function* digested(texts: Iterable<string>, digest: Hash): Generator<string> {
  for (const text of texts) {
    digest.update(text)
    yield text
  }
}

/** Takes `refused.csv` away when it is ours: no row is refused any more. */
export function removeRefused(folder: JobFolder): void {
  if (isOurRefused(folder) !== true) return
  rmSync(folder.refused, { force: true })
  rmSync(folder.refusedDigests, { force: true })
  syncFolder(dirname(folder.refused))
}

function ourDigests({ refusedDigests: path }: JobFolder): readonly unknown[] {
  try {
    const found = JSON.parse(readOwnFile(path).toString('utf8')) as unknown
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}

function digestOf(path: string): string | undefined {
  let file: number
  try {
    file = openOwnToRead(path)
  } catch {
    // A link or a folder is none of ours.
    return undefined
  }
  try {
    return digestOfPart(createHash('sha256'), file, 0, Infinity)
  } finally {
    closeSync(file)
  }
}
