import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Labels are bearer secrets until the devices are claimed: only their owner may read them. */
export const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

/** A file that is to be written; the path is relative to the folder of all. */
export interface NewFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Puts files in their places so that each is whole or absent, whatever stops the machine: written to a folder of
 * their own, synced together, renamed, and the folders synced too.
 *
 * @param staging a folder on the same file system, which exists only meanwhile
 */
export function writeFilesDurably(out: string, staging: string, files: readonly NewFile[]): void {
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true, mode: PRIVATE_FOLDER })
  const open: number[] = []
  try {
    // Synced after all are written: the first sync then carries most of the others to the disk with it.
    files.forEach(({ bytes }, index) => {
      const file = openSync(join(staging, String(index)), 'w', PRIVATE_FILE)
      open.push(file)
      writeWhole(file, bytes)
    })
    for (const file of open) fsyncSync(file)
  } finally {
    for (const file of open) closeSync(file)
  }
  const folders = new Set(files.map(({ path }) => dirname(join(out, path))))
  for (const folder of folders) mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
  files.forEach(({ path }, index) => renameSync(join(staging, String(index)), join(out, path)))
  for (const folder of folders) syncFolder(folder)
  rmSync(staging, { recursive: true, force: true })
}

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

/** Replaces a small file in one step. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', PRIVATE_FILE)
  try {
    writeWhole(file, typeof content === 'string' ? Buffer.from(content, 'utf8') : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
}

/** `write` may take less than it is given, on a full disk above all. */
export function writeWhole(file: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(file, bytes, at, bytes.length - at, position === undefined ? null : position + at)
  }
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
