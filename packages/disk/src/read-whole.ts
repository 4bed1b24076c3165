import { closeSync, readSync } from 'node:fs'
import { DiskError } from './issue.ts'
import { openOwnToRead, openWholeToRead } from './open.ts'

const PIECE = 1 << 16
/** Records of a job with thousands of additions have megabytes. */
const SMALL = 1 << 26

/**
 * Reads a small file that was written through this package.
 *
 * @param most bytes that it may have; 64 MiB when left out
 * @throws DiskError `file-linked`, `not-a-file`, `file-too-large`; the system's own error when it does not exist
 *
 * @example
 * ```ts
 * import { readOwnFile, replaceFile } from '@claimtag/disk'
 *
 * replaceFile('key', 'secret')
 * console.log(readOwnFile('key').toString()) // secret
 * ```
 */
export function readOwnFile(path: string, most = SMALL): Buffer {
  return readWhole(openOwnToRead(path), path, most)
}

/**
 * Reads a file that a person, or a document, has named; links are followed.
 *
 * @param most bytes that it may have
 * @throws DiskError `not-a-file`, `file-too-large`; the system's own error when it cannot be read
 *
 * @example
 * ```ts
 * import { readNamedFile } from '@claimtag/disk'
 *
 * console.log(readNamedFile('devices.csv', 1_000_000).length > 0) // true
 * ```
 */
export function readNamedFile(path: string, most: number): Buffer {
  return readWhole(openWholeToRead(path), path, most)
}

/** The length that the system tells is not asked: a pipe has none, and a file may grow meanwhile. */
function readWhole(file: number, path: string, most: number): Buffer {
  const parts: Buffer[] = []
  let length = 0
  try {
    for (;;) {
      const part = Buffer.allocUnsafe(Math.min(PIECE, most + 1 - length))
      const read = readSync(file, part)
      if (read === 0) return Buffer.concat(parts, length)
      parts.push(part.subarray(0, read))
      length += read
      if (length > most) throw new DiskError({ code: 'file-too-large', path, most })
    }
  } finally {
    closeSync(file)
  }
}
