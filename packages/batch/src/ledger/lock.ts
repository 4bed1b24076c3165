import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { PRIVATE_FILE, isAlive } from '@claimtag/disk'
import type { JobFolder } from './folder.ts'

const FRESH_MS = 2000

/** What file systems without hard links say, as on a memory stick. */
const NO_LINKS = new Set<string | undefined>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR'])

/**
 * Keeps a second process out of the folder until the returned function is called. A lock whose process is gone,
 * as after a power cut, is taken over.
 *
 * @throws BatchError `job-running`
 */
export function lockJob(folder: JobFolder): () => void {
  for (;;) {
    try {
      putLock(folder.lock)
      return () => rmSync(folder.lock, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (ownerIsAlive(folder.lock))
        throw new BatchError({ code: 'job-running', path: folder.out, detail: folder.lock })
      rmSync(folder.lock, { force: true })
    }
  }
}

/** A lock appears with its owner's number in it, so that whoever is killed meanwhile leaves none without. */
function putLock(lock: string): void {
  const own = `${lock}.${process.pid}`
  writeFileSync(own, String(process.pid), { mode: PRIVATE_FILE })
  try {
    linkSync(own, lock)
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code)) throw error
    writeFileSync(lock, String(process.pid), { mode: PRIVATE_FILE, flag: 'wx' })
  } finally {
    rmSync(own, { force: true })
  }
}

function ownerIsAlive(lock: string): boolean {
  const written = readFileSync(lock, 'utf8')
  // Its owner has not come to write his number yet, unless he never will.
  if (written === '') return Date.now() - statSync(lock).mtimeMs < FRESH_MS
  const owner = Number(written)
  return Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)
}
