import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const PRIVATE_FOLDER = 0o700

/**
 * Makes a folder and what is missing above it. The topmost missing one is made by itself, so that a place where
 * none can be made says so: there Node's recursive mkdir tries for ever (seen below /proc with Node 20).
 */
export function makeFolder(path: string): void {
  let missing = resolve(path)
  if (!existsSync(missing)) {
    while (!existsSync(dirname(missing))) missing = dirname(missing)
    mkdirSync(missing, { mode: PRIVATE_FOLDER })
  }
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER })
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
