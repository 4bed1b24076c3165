import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import type { JobFolder } from './folder.ts'
import { isAlive } from './process.ts'

const FRESH_MS = 2000

/**
 * Keeps a second process out of the folder until the returned function is called. A lock whose process is gone,
 * as after a power cut, is taken over.
 *
 * @throws BatchError `job-running`
 */
export function lockJob(folder: JobFolder): () => void {
  for (;;) {
    try {
      const file = openSync(folder.lock, 'wx', 0o600)
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(folder.lock, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (ownerIsAlive(folder.lock))
        throw new BatchError({ code: 'job-running', path: folder.out, detail: folder.lock })
      rmSync(folder.lock, { force: true })
    }
  }
}

function ownerIsAlive(lock: string): boolean {
  const written = readFileSync(lock, 'utf8')
  // Its owner has not come to write his number yet, unless he never will.
  if (written === '') return Date.now() - statSync(lock).mtimeMs < FRESH_MS
  const owner = Number(written)
  return Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)
}
