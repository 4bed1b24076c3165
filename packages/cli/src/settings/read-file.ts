import { DiskError, readNamedFile } from '@claimtag/disk'
import { UsageError } from '../usage-error.ts'

/**
 * All of a file that a person, or one of their documents, has named.
 *
 * @param most bytes that it may have
 * @param name what the sentence calls it
 * @throws DiskError `not-a-file`, `file-too-large`
 * @throws UsageError when the system refuses it
 */
export function readFile(path: string, most: number, name = path): Buffer {
  try {
    return readNamedFile(path, most)
  } catch (error) {
    if (error instanceof DiskError) throw error
    throw new UsageError(`${name} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
