import { openToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import { InputError } from '../issue.ts'

// Longer than any header line.
const HEAD = 65_536

/**
 * The first bytes of a file.
 *
 * @throws InputError `input-missing`, `input-unreadable`
 */
export function readHead(path: string): Buffer {
  try {
    const file = openToRead(path)
    try {
      const bytes = Buffer.alloc(HEAD)
      return bytes.subarray(0, readSync(file, bytes, 0, HEAD, 0))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw detail === 'ENOENT'
      ? new InputError({ code: 'input-missing', path })
      : new InputError({ code: 'input-unreadable', path, detail })
  }
}
