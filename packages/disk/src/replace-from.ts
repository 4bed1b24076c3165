import { closeSync, fsyncSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './folder.ts'
import { createFile } from './open.ts'
import { writeWhole } from './write-whole.ts'

/** Characters that are written at once. */
const PIECE = 1 << 18

/**
 * Replaces a file of any length in one step; memory stays flat.
 *
 * @param through its name until it is whole, in a folder of ours; what an earlier run left there goes
 * @param whenWhole called when it is whole and on the disk, before it gets its name
 */
export function replaceFileFrom(
  path: string,
  texts: Iterable<string>,
  through = `${path}.new`,
  whenWhole = (): void => undefined,
): void {
  rmSync(through, { force: true })
  const file = createFile(through)
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
    rmSync(through, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  whenWhole()
  renameSync(through, path)
  syncFolder(dirname(path))
}
