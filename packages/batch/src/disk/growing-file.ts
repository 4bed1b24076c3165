import { createFile, isThere, openToGoOn, publishFile, writeWhole } from '@claimtag/disk'
import { closeSync, fstatSync, fsyncSync, ftruncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { BatchError } from '../issue.ts'

/** A file that grows chunk by chunk under a temporary name and gets its own when it is whole. */
export interface GrowingFile {
  readonly name: string
  /** Where the bytes are now. */
  readonly path: string
  readonly size: number
  append(bytes: Uint8Array): void
  /** Somebody else has written up to here. */
  grewTo(size: number): void
  sync(): void
  /** Gives the file its final name; doing it twice is harmless. */
  finish(): void
}

/**
 * It is open only while something is done to it, since a job may have hundreds of volumes in the making.
 *
 * @param final the path it will have
 * @param size what of it is known to be good; the rest, from a run that was cut off, is dropped
 * @param head what a new file begins with
 * @throws BatchError `job-damaged`; DiskError when something else is in its place
 */
export function openGrowingFile(name: string, final: string, size: number, head: Uint8Array): GrowingFile {
  const part = partOf(final)
  let path = !isThere(part) && isThere(final) ? final : part
  let at = size
  begin()

  function begin(): void {
    const file = isThere(path) ? openToGoOn(path) : createFile(path)
    try {
      // Somebody has cut what was synced before the journal spoke of it.
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
