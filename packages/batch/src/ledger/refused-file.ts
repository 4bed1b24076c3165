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

// `refused.csv` is written before a job begins, so there is no job to which it could belong. The digest of what was
// written tells it from a file of devices of the same name, and from one that somebody has edited since.

/**
 * Whether `refused.csv` is unchanged since this program wrote it.
 *
 * @returns `undefined` when there is none
 */
export function isOurRefused(folder: JobFolder): boolean | undefined {
  if (!isThere(folder.refused)) return undefined
  const known = ourDigests(folder)
  return known.length > 0 && known.includes(digestOf(folder.refused))
}

/**
 * Writes `refused.csv`, or replaces one that this program wrote.
 *
 * @throws BatchError `output-exists`
 */
export function writeRefused(folder: JobFolder, texts: Iterable<string>): void {
  if (isOurRefused(folder) === false) throw new BatchError({ code: 'output-exists', path: folder.refused })
  makePrivateFolder(folder.hidden)
  const place = dirname(folder.refused)
  // `out` itself may be a symbolic link, the folders in it may not.
  if (place !== folder.out) makePrivateFolder(place)
  const digest = createHash('sha256')
  const before = isThere(folder.refused) ? ourDigests(folder) : []
  replaceFileFrom(folder.refused, digested(texts, digest), join(folder.hidden, 'refused.csv.new'), () => {
    // Its digest is stored before the file is written: the run may be killed in between.
    replaceFile(folder.refusedDigests, JSON.stringify([...new Set([...before, digest.digest('hex')])]))
  })
}

function* digested(texts: Iterable<string>, digest: Hash): Generator<string> {
  for (const text of texts) {
    digest.update(text)
    yield text
  }
}

/** Removes `refused.csv` if this program wrote it: no row is refused any more. */
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
    // A link or a folder was not written by this program.
    return undefined
  }
  try {
    return digestOfPart(createHash('sha256'), file, 0, Infinity)
  } finally {
    closeSync(file)
  }
}
