import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DiskError } from './issue.ts'

const PRIVATE_FOLDER = 0o700

/**
 * Makes a folder and its missing parents. The topmost missing folder is made on its own, so that a place where none
 * can be made fails: there, Node's recursive mkdir retries without end (seen below /proc with Node 20).
 *
 * @example
 * ```ts
 * import { existsSync } from 'node:fs'
 * import { makeFolder } from '@claimtag/disk'
 *
 * makeFolder('labels/2026')
 * console.log(existsSync('labels/2026')) // true
 * ```
 */
export function makeFolder(path: string): void {
  let missing = resolve(path)
  if (!existsSync(missing)) {
    while (!existsSync(dirname(missing))) missing = dirname(missing)
    try {
      mkdirSync(missing, { mode: PRIVATE_FOLDER })
    } catch (error) {
      // Another thread has made it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER })
}

/**
 * The names in a folder, in their order; none when there is no such folder.
 *
 * @example
 * ```ts
 * import { namesIn } from '@claimtag/disk'
 *
 * console.log(namesIn('nowhere').length) // 0
 * ```
 */
export function namesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).sort() : []
}

/**
 * Makes a folder that only its owner may enter (0700), or restricts an existing one of this user.
 *
 * @throws DiskError `not-a-folder` when a link or a file has that name
 *
 * @example
 * ```ts
 * import { statSync } from 'node:fs'
 * import { makePrivateFolder } from '@claimtag/disk'
 *
 * makePrivateFolder('.keys')
 * console.log((statSync('.keys').mode & 0o777).toString(8)) // 700
 * ```
 */
export function makePrivateFolder(path: string): void {
  makeFolder(path)
  const found = lstatSync(path)
  if (!found.isDirectory()) throw new DiskError({ code: 'not-a-folder', path })
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(path, PRIVATE_FOLDER)
}

/** What the other users of this computer may do with a folder. */
export type Openness = 'closed' | 'open' | 'shared'

/**
 * `closed`: nothing. `open`: they may look into it. `shared`: they keep files of their own in it, as in /tmp. A
 * folder that does not exist yet will be made `closed`.
 *
 * @example
 * ```ts
 * import { makePrivateFolder, opennessOf } from '@claimtag/disk'
 *
 * makePrivateFolder('.keys')
 * console.log(opennessOf('.keys')) // closed
 * ```
 */
export function opennessOf(path: string): Openness {
  const found = statSync(path, { throwIfNoEntry: false })
  // Windows has no such modes; a folder inherits its permissions there.
  if (found === undefined || process.platform === 'win32') return 'closed'
  if ((found.mode & 0o1002) === 0o1002) return 'shared'
  return (found.mode & 0o077) === 0 ? 'closed' : 'open'
}

/**
 * Closes a folder to other users; `false` when the file system or the owner of the folder does not allow that.
 *
 * @example
 * ```ts
 * import { mkdirSync } from 'node:fs'
 * import { closeFolder, opennessOf } from '@claimtag/disk'
 *
 * mkdirSync('labels', { mode: 0o755 })
 * console.log(closeFolder('labels'), opennessOf('labels')) // true closed
 * ```
 */
export function closeFolder(path: string): boolean {
  try {
    chmodSync(path, PRIVATE_FOLDER)
  } catch {
    return false
  }
  return opennessOf(path) === 'closed'
}

/**
 * Syncs a folder: a rename or a new name is on the disk only after that. Does nothing on Windows, which cannot sync a
 * folder and need not.
 *
 * @example
 * ```ts
 * import { renameSync, writeFileSync } from 'node:fs'
 * import { syncFolder } from '@claimtag/disk'
 *
 * writeFileSync('a.part', 'whole')
 * renameSync('a.part', 'a')
 * syncFolder('.')
 * ```
 */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
