import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { BatchError } from '../issue.ts'
import { PRIVATE_FILE, writeWhole } from '@claimtag/disk'

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
  close(): void
}

/**
 * @param final the path it will have
 * @param size what of it is known to be good; the rest, from a run that was cut off, is dropped
 * @param head what a new file begins with
 */
export function openGrowingFile(name: string, final: string, size: number, head: Uint8Array): GrowingFile {
  const part = `${final}.part`
  const path = !existsSync(part) && existsSync(final) ? final : part
  const file = openSync(path, existsSync(path) ? 'r+' : 'w', PRIVATE_FILE)
  let at = size
  let open = true
  // Somebody has cut what was synced before the journal spoke of it.
  if (fstatSync(file).size < size)
    throw new BatchError({ code: 'job-damaged', path: dirname(final), detail: name })
  ftruncateSync(file, size)
  function append(bytes: Uint8Array): void {
    writeWhole(file, bytes, at)
    at += bytes.length
  }
  if (size === 0) append(head)
  return {
    name,
    path,
    get size() {
      return at
    },
    append,
    grewTo(end) {
      at = end
    },
    sync: () => fsyncSync(file),
    finish() {
      fsyncSync(file)
      if (path === part) renameSync(part, final)
    },
    close() {
      if (open) closeSync(file)
      open = false
    },
  }
}
