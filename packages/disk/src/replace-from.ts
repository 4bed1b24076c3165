import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './folder.ts'
import { PRIVATE_FILE } from './open.ts'
import { writeWhole } from './write-whole.ts'

/** Bytes that are written at once. */
const PIECE = 1 << 18

/** Replaces a file of any length in one step; memory stays flat. */
export function replaceFileFrom(path: string, texts: Iterable<string>): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', PRIVATE_FILE)
  try {
    let waiting = ''
    for (const text of texts) {
      waiting += text
      if (waiting.length < PIECE) continue
      writeWhole(file, Buffer.from(waiting, 'utf8'))
      waiting = ''
    }
    writeWhole(file, Buffer.from(waiting, 'utf8'))
    fsyncSync(file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
}
