import { closeSync, write as writeTo } from 'node:fs'
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createFile, isThere, openToGoOn } from './open.ts'
import { createTemporaryFile, temporaryError, type TemporaryFile } from './temporary.ts'

/** A private file for input that has to be read twice but can be had only once. It holds tokens: 0600. */
export function spool(source: Readable | AsyncIterable<string | Uint8Array>): Promise<TemporaryFile> {
  return spoolOf((path) => pipeline(source, writeInto(path)))
}

/**
 * @param write fills the file, which is there and empty, through `writeInto`
 * @throws DiskError `temporary-failed`; what `write` throws
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
 * A stream into a temporary file, in any thread; one that is not there yet is made, 0600. It fails with `temporary-failed`, so that a full disk is not taken
 * for a fault of what is copied there.
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
