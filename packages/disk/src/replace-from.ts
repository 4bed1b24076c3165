import { closeSync, fsyncSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './folder.ts'
import { createFile } from './open.ts'
import { writeWhole } from './write-whole.ts'

/** Number of characters written at once. */
const PIECE = 1 << 18

/**
 * Replaces a file of any length in one step, without holding it in memory.
 *
 * @param through its name until it is whole; a file of that name, left by an earlier run, is removed
 * @param whenWhole called when the file is whole and on the disk, before it gets its name
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { replaceFileFrom } from '@claimtag/disk'
 *
 * function* lines() {
 *   for (let number = 1; number <= 3; number++) yield `${number}\n`
 * }
 * replaceFileFrom('numbers.txt', lines())
 * console.log(readFileSync('numbers.txt', 'utf8').length) // 6
 * ```
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
