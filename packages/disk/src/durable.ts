import { closeSync, fsyncSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder, makePrivateFolder, syncFolder } from './folder.ts'
import { createFile, openToGoOn } from './open.ts'
import { mostOpenFiles } from './open-files.ts'
import { writeWhole } from './write-whole.ts'

/** A file to be written; its path is relative to the folder of all files. */
export interface NewFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Writes files so that each is whole or absent, even if the machine stops: they are written to a staging folder,
 * synced together, renamed, and the folders synced too.
 *
 * @param staging a folder on the same file system, removed at the end
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { writeFilesDurably } from '@claimtag/disk'
 *
 * writeFilesDurably('labels', 'labels/.staging', [{ path: '1/a.txt', bytes: new TextEncoder().encode('A') }])
 * console.log(readFileSync('labels/1/a.txt', 'utf8')) // A
 * ```
 */
export function writeFilesDurably(out: string, staging: string, files: readonly NewFile[]): void {
  rmSync(staging, { recursive: true, force: true })
  makePrivateFolder(staging)
  const staged = (index: number): string => join(staging, String(index))
  const open: number[] = []
  try {
    files.forEach(({ bytes }, index) => {
      const file = createFile(staged(index))
      open.push(file)
      writeWhole(file, bytes)
      // Files past this number are closed and opened again to be synced, which takes as long as everything else
      // together.
      if (open.length > mostOpenFiles()) closeSync(open.pop() ?? file)
    })
    // Synced after all files are written: the first sync then takes most of the others to the disk with it.
    for (const file of open) fsyncSync(file)
  } finally {
    for (const file of open) closeSync(file)
  }
  for (let index = open.length; index < files.length; index++) syncFile(staged(index))
  const folders = new Set(files.map(({ path }) => join(out, dirname(path))))
  // `out` itself may be a symbolic link, the folders in it may not.
  for (const folder of folders) (folder === join(out) ? makeFolder : makePrivateFolder)(folder)
  files.forEach(({ path }, index) => renameSync(staged(index), join(out, path)))
  for (const folder of folders) syncFolder(folder)
  rmSync(staging, { recursive: true, force: true })
}

function syncFile(path: string): void {
  const file = openToGoOn(path)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Replaces a small file in one step: readers see the old content or the new one.
 *
 * @param through its name until it is whole; a file of that name, left by an earlier run, is removed
 *
 * @example
 * ```ts
 * import { statSync } from 'node:fs'
 * import { replaceFile } from '@claimtag/disk'
 *
 * replaceFile('codes.csv', 'devEui,payload\n')
 * console.log((statSync('codes.csv').mode & 0o777).toString(8)) // 600
 * ```
 */
export function replaceFile(path: string, content: string | Uint8Array, through = `${path}.new`): void {
  rmSync(through, { force: true })
  const file = createFile(through)
  try {
    writeWhole(file, typeof content === 'string' ? Buffer.from(content, 'utf8') : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(through, path)
  syncFolder(dirname(path))
}
