import { renameSync } from 'node:fs'
import { DiskError } from './issue.ts'
import { isThere } from './open.ts'

/**
 * Gives a file of ours its final name.
 *
 * @throws DiskError `file-exists` when something else has that name
 */
export function publishFile(from: string, to: string): void {
  if (isThere(to)) throw new DiskError({ code: 'file-exists', path: to })
  renameSync(from, to)
}
