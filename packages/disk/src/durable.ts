import { closeSync, fsyncSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder, makePrivateFolder, syncFolder } from './folder.ts'
import { createFile, openToGoOn } from './open.ts'
import { mostOpenFiles } from './open-files.ts'
import { writeWhole } from './write-whole.ts'

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
  makePrivateFolder(staging)
  const staged = (index: number): string => join(staging, String(index))
  const open: number[] = []
  try {
    files.forEach(({ bytes }, index) => {
      const file = createFile(staged(index))
      open.push(file)
      writeWhole(file, bytes)
      // What is not kept open is opened again to be synced, which takes as long as all the rest.
      if (open.length > mostOpenFiles()) closeSync(open.pop() ?? file)
    })
    // Synced after all are written: the first sync then carries most of the others to the disk with it.
    for (const file of open) fsyncSync(file)
  } finally {
    for (const file of open) closeSync(file)
  }
  for (let index = open.length; index < files.length; index++) syncFile(staged(index))
  const folders = new Set(files.map(({ path }) => join(out, dirname(path))))
  // The folder of all may be a link, those in it not.
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
 * Replaces a small file in one step.
 *
 * @param through its name until it is whole, in a folder of ours; what an earlier run left there goes
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
