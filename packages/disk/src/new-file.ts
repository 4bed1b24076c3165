import { closeSync, fsyncSync, rmSync } from 'node:fs'
import { createFile, openDevice } from './open.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Writes a file that a person has named: a new one, readable by its owner only, or an existing device or pipe, such
 * as the port of a printer. A new file that cannot be written whole is removed.
 *
 * @throws DiskError `file-exists`; the system's own errors
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { writeNewFile } from '@claimtag/disk'
 *
 * writeNewFile('label.svg', '<svg/>')
 * console.log(readFileSync('label.svg', 'utf8')) // <svg/>
 * ```
 */
export function writeNewFile(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const device = openDevice(path)
  const file = device ?? createFile(path)
  let isWhole = false
  try {
    writeWhole(file, bytes)
    if (device === undefined) fsyncSync(file)
    isWhole = true
  } finally {
    closeSync(file)
    if (!isWhole && device === undefined) rmSync(path, { force: true })
  }
}
