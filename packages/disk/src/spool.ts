import { closeSync, write as writeTo } from 'node:fs'
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createFile, isThere, openToGoOn } from './open.ts'
import { createTemporaryFile, temporaryError, type TemporaryFile } from './temporary.ts'

/**
 * Copies a stream, which can be read only once, into a private temporary file. It may hold tokens: 0600.
 *
 * @throws DiskError `temporary-failed`; the stream's own errors
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { Readable } from 'node:stream'
 * import { spool } from '@claimtag/disk'
 *
 * const file = await spool(Readable.from(['devEui\n']))
 * console.log(readFileSync(file.path, 'utf8').trim()) // devEui
 * file.dispose()
 * ```
 */
export function spool(source: Readable | AsyncIterable<string | Uint8Array>): Promise<TemporaryFile> {
  return spoolOf((path) => pipeline(source, writeInto(path)))
}

/**
 * A private temporary file with the content that `write` puts into it.
 *
 * @param write fills the empty file through `writeInto`
 * @throws DiskError `temporary-failed`; the errors of `write`
 *
 * @example
 * ```ts
 * import { spoolOf, writeInto } from '@claimtag/disk'
 * import { Readable } from 'node:stream'
 * import { pipeline } from 'node:stream/promises'
 *
 * const file = await spoolOf((path) => pipeline(Readable.from(['devEui\n']), writeInto(path)))
 * file.dispose()
 * ```
 */
export async function spoolOf(write: (path: string) => Promise<void>): Promise<TemporaryFile> {
  const file = createTemporaryFile()
  try {
    await write(file.path)
  } catch (error) {
    file.dispose()
    throw error
  }
  return file
}

/**
 * A stream into a temporary file, usable in any thread; a missing file is made, 0600. It fails with
 * `temporary-failed`, so that a full disk is not mistaken for a fault of the source.
 *
 * @example
 * ```ts
 * import { Readable } from 'node:stream'
 * import { pipeline } from 'node:stream/promises'
 * import { writeInto } from '@claimtag/disk'
 *
 * await pipeline(Readable.from(['devEui\n']), writeInto('copy.csv'))
 * ```
 */
export function writeInto(path: string): Writable {
  const file = isThere(path) ? openToGoOn(path) : createFile(path)
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => writeAll(file, chunk, done),
    destroy(error, done) {
      closeSync(file)
      done(error)
    },
  })
}

function writeAll(file: number, bytes: Uint8Array, done: (error?: Error) => void): void {
  writeTo(file, bytes, (error, written) => {
    if (error !== null) done(temporaryError(error) as Error)
    else if (written < bytes.length) writeAll(file, bytes.subarray(written), done)
    else done()
  })
}
