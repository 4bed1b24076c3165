import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DiskError } from './issue.ts'

const PRIVATE_FOLDER = 0o700

/**
 * Makes a folder and what is missing above it. The topmost missing one is made by itself, so that a place where
 * none can be made says so: there Node's recursive mkdir tries for ever (seen below /proc with Node 20).
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
 * Makes a folder that only its owner may enter, or closes one of ours to others.
 *
 * @throws DiskError `not-a-folder` when a link or a file is in its place
 */
export function makePrivateFolder(path: string): void {
  makeFolder(path)
  const found = lstatSync(path)
  if (!found.isDirectory()) throw new DiskError({ code: 'not-a-folder', path })
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(path, PRIVATE_FOLDER)
}

/** How a folder stands to the other users of this computer. */
export type Openness = 'closed' | 'open' | 'shared'

/** `shared`: all users keep files in it, as in /tmp. A folder that is not there yet will be closed. */
export function opennessOf(path: string): Openness {
  const found = statSync(path, { throwIfNoEntry: false })
  // Windows has no such modes; there a folder inherits from the one it lies in.
  if (found === undefined || process.platform === 'win32') return 'closed'
  if ((found.mode & 0o1002) === 0o1002) return 'shared'
  return (found.mode & 0o077) === 0 ? 'closed' : 'open'
}

/** Closes a folder to others; `false` when the file system, or its owner, does not allow that. */
export function closeFolder(path: string): boolean {
  try {
    chmodSync(path, PRIVATE_FOLDER)
  } catch {
    return false
  }
  return opennessOf(path) === 'closed'
}

/** A rename is on the disk only when its folder is. Windows cannot sync a folder, and need not. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
