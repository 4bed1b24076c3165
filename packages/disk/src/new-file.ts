import { closeSync, fsyncSync, rmSync } from 'node:fs'
import { createFile, openDevice } from './open.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Writes a file that a person has named: a new one, which only its owner may read, or a device or pipe that is there,
 * such as the port of a printer. Of a new one that could not be written whole nothing is left.
 *
 * @throws DiskError `file-exists`; the system's own errors
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
