import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync } from 'node:fs'
import {
  createFile,
  isThere,
  openOwnToRead,
  openToGoOn,
  readOwnFile,
  takeLock,
  writeWhole,
} from '@claimtag/disk'
import type { ImportFile } from '@claimtag/provisioning/portal'

/** How long another command may take to add its line. */
const PATIENCE_MS = 60_000

const LINE_FEED = 0x0a
/** More than a line can have. */
const TAIL_BYTES = 1 << 16
/** Two million devices. */
const MOST_BYTES = 1 << 28

/**
 * The file of `ns-file`, to which several commands may add lines at once. A line that was cut off when a command was
 * killed is dropped: its device is not yet said to be there.
 *
 * @throws DiskError `file-linked`, `not-a-file`, `not-ours`
 */
export async function openImportFile(path: string, signal: AbortSignal): Promise<ImportFile> {
  // Begun with the first device: a command that only asks makes no file.
  const isBegun = isThere(path)
  if (isBegun) await withFile(dropUnfinishedLine)
  const begun = isBegun ? readOwnFile(path, MOST_BYTES) : Buffer.alloc(0)
  // Another command may be adding a line now.
  let seen = begun.lastIndexOf(LINE_FEED) + 1
  return {
    text: begun.toString('utf8', 0, seen),
    append: (line) =>
      withFile((file) => {
        writeWhole(file, new TextEncoder().encode(line), dropUnfinishedLine(file))
        fsyncSync(file)
      }),
    async added() {
      if (!isThere(path)) return ''
      const file = openOwnToRead(path)
      try {
        const { size } = fstatSync(file)
        // It was taken away for its import, and begun anew.
        if (size < seen) seen = 0
        const more = Buffer.alloc(Math.min(size - seen, MOST_BYTES))
        const read = readSync(file, more, 0, more.length, seen)
        const whole = more.subarray(0, read).lastIndexOf(LINE_FEED) + 1
        seen += whole
        return more.toString('utf8', 0, whole)
      } finally {
        closeSync(file)
      }
    },
  }

  async function withFile<T>(use: (file: number) => T): Promise<T> {
    const lock = await takeLock(`${path}.lock`, { patienceMs: PATIENCE_MS, signal })
    try {
      const file = isThere(path) ? openToGoOn(path) : createFile(path)
      try {
        return use(file)
      } finally {
        closeSync(file)
      }
    } finally {
      lock.release()
    }
  }
}

/** The length of what is left: whole lines. */
function dropUnfinishedLine(file: number): number {
  const { size } = fstatSync(file)
  const start = Math.max(0, size - TAIL_BYTES)
  const tail = Buffer.alloc(size - start)
  const read = readSync(file, tail, 0, tail.length, start)
  const length = start + tail.subarray(0, read).lastIndexOf(LINE_FEED) + 1
  if (length < size) ftruncateSync(file, length)
  return length
}
