import { createFile, isThere, openToGoOn, publishFile, writeWhole } from '@claimtag/disk'
import { closeSync, fstatSync, fsyncSync, ftruncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { BatchError } from '../issue.ts'

/** A file that grows chunk by chunk under a temporary name and gets its own when it is whole. */
export interface GrowingFile {
  readonly name: string
  /** The current path of the bytes. */
  readonly path: string
  readonly size: number
  append(bytes: Uint8Array): void
  /** Another thread has written up to this offset. */
  grewTo(size: number): void
  sync(): void
  /** Gives the file its final name; a second call does nothing. */
  finish(): void
}

/**
 * The file is open only during an operation, since a job may have hundreds of unfinished volumes.
 *
 * @param final the path it will have
 * @param size number of bytes known to be good; the rest, from a run that was cut off, is dropped
 * @param head the first bytes of a new file
 * @throws BatchError `job-damaged`; DiskError when something else has its path
 */
export function openGrowingFile(name: string, final: string, size: number, head: Uint8Array): GrowingFile {
  const part = partOf(final)
  let path = !isThere(part) && isThere(final) ? final : part
  let at = size
  begin()

  function begin(): void {
    const file = isThere(path) ? openToGoOn(path) : createFile(path)
    try {
      // The journal names only synced bytes, so the file was truncated by another program.
      if (fstatSync(file).size < size)
        throw new BatchError({ code: 'job-damaged', path: dirname(final), detail: name })
      ftruncateSync(file, size)
    } finally {
      closeSync(file)
    }
    if (size === 0) append(head)
  }

  function using(work: (file: number) => void): void {
    const file = openToGoOn(path)
    try {
      work(file)
    } finally {
      closeSync(file)
    }
  }

  function append(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    using((file) => writeWhole(file, bytes, at))
    at += bytes.length
  }

  return {
    name,
    get path() {
      return path
    },
    get size() {
      return at
    },
    append,
    grewTo(end) {
      at = end
    },
    sync: () => using(fsyncSync),
    finish() {
      using(fsyncSync)
      if (path === part) publishFile(part, final)
      path = final
    },
  }
}

/** The name of a file that is not whole yet. */
export function partOf(path: string): string {
  return `${path}.part`
}
