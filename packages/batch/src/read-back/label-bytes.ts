import { DiskError, openOwnToRead } from '@claimtag/disk'
import { closeSync, fstatSync, lstatSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { idOf, type ManifestFile, type ManifestLine } from '../ledger/manifest/manifest.ts'
import type { Fault } from '../fault.ts'
import { readBackLabel, type ReadBackTools } from './label.ts'

/** The bytes of labels on the disk. */
export interface LabelBytes {
  /** The bytes, or why there are none. A symbolic link is `no-file`: it leads to a file that is not the job's. */
  of(file: ManifestFile): Uint8Array | 'missing' | 'no-file'
  close(): void
}

/** A label is in at most as many files as there are kinds of output. */
const MOST_OPEN = 16
/** Labels lie one behind the other in a shared file: so many bytes are read at once. */
const BLOCK = 1 << 18

/** A file that many labels share, and a piece of it. */
interface OpenFile {
  readonly handle: number
  begin: number
  block: Uint8Array
}

/** @param pathOf the current path of a file in the manifest; a file that many labels share is opened once */
export function openLabelBytes(pathOf: (file: ManifestFile) => string): LabelBytes {
  const open = new Map<string, OpenFile>()
  const folders = new Map<string, boolean>()

  function isFolder(path: string): boolean {
    const known = folders.get(path) ?? lstatSync(path).isDirectory()
    folders.set(path, known)
    return known
  }

  function opened(path: string): OpenFile {
    const before = open.get(path)
    if (before !== undefined) return before
    const [[oldest, longest] = []] = open
    // Labels come in the order of the files, of which there may be a thousand.
    if (oldest !== undefined && longest !== undefined && open.size >= MOST_OPEN) {
      closeSync(longest.handle)
      open.delete(oldest)
    }
    const file = { handle: openOwnToRead(path), begin: 0, block: new Uint8Array(0) }
    open.set(path, file)
    return file
  }

  function readFrom(file: OpenFile, offset: number, length: number): Uint8Array {
    if (length > BLOCK >>> 1) return readAt(file.handle, offset, length)
    if (offset < file.begin || offset + length > file.begin + file.block.length) {
      // A new one, since the caller may still have a label of the last. At the end of the file there are fewer bytes.
      const block = Buffer.allocUnsafeSlow(BLOCK)
      file.block = block.subarray(0, readSync(file.handle, block, 0, BLOCK, offset))
      file.begin = offset
    }
    return file.block.subarray(offset - file.begin, offset - file.begin + length)
  }

  return {
    of(file) {
      const path = pathOf(file)
      try {
        if (file.file.includes('/') && !isFolder(dirname(path))) return 'no-file'
        if (file.offset !== undefined) {
          return readFrom(opened(path), file.offset, file.bytes)
        }
        const own = openOwnToRead(path)
        try {
          // One byte more than expected, to notice a file that has grown without reading all of it.
          return readAt(own, 0, file.bytes + 1)
        } finally {
          closeSync(own)
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return 'missing'
        if (error instanceof DiskError || code === 'ENOTDIR') return 'no-file'
        throw error
      }
    },
    close() {
      for (const { handle } of open.values()) closeSync(handle)
      open.clear()
    },
  }
}

/** Reads labels back and returns those that are not as they should be. */
export async function readBack(
  entry: ManifestLine,
  files: readonly ManifestFile[],
  labelBytes: LabelBytes,
  tools: ReadBackTools,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const { line, input } = entry
  const devEui = idOf(entry)
  for (const file of files) {
    const bytes = labelBytes.of(file)
    const fault = typeof bytes === 'string' ? bytes : await readBackLabel(entry, file, bytes, tools)
    if (fault !== undefined)
      faults.push({ line, ...(input === undefined ? {} : { input }), devEui, file: file.file, fault })
  }
  return faults
}

/** Memory is allocated for this many bytes without asking for the file's size; nearly every label has fewer. */
const SURELY_SMALL = 65_536

function readAt(file: number, offset: number, length: number): Uint8Array {
  // If the file was truncated, or the manifest is wrong, fewer bytes are there than it says.
  const available = length <= SURELY_SMALL ? length : Math.min(length, fstatSync(file).size - offset)
  const bytes = Buffer.alloc(Math.max(0, available))
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset))
}
