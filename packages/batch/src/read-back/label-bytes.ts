import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ManifestEntry, ManifestFile } from '../ledger/manifest.ts'
import type { Fault } from '../plan/fault.ts'
import { readBackLabel, type ReadBackTools } from './label.ts'

/** Where the bytes of labels are on the disk. */
export interface LabelBytes {
  /** The bytes, or why there are none. A symbolic link is `no-file`: what it leads to is not the job's. */
  of(file: ManifestFile): Uint8Array | 'missing' | 'no-file'
  close(): void
}

/** Windows has no such flag, and needs a right of its own to make links. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

/**
 * @param pathOf where a file of the manifest is now; a file that many labels share is opened once
 */
export function openLabelBytes(pathOf: (file: ManifestFile) => string): LabelBytes {
  const open = new Map<string, number>()
  const folders = new Map<string, boolean>()

  function isFolder(path: string): boolean {
    const known = folders.get(path) ?? lstatSync(path).isDirectory()
    folders.set(path, known)
    return known
  }

  return {
    of(file) {
      const path = pathOf(file)
      try {
        if (file.file.includes('/') && !isFolder(dirname(path))) return 'no-file'
        if (file.offset !== undefined) {
          const shared = open.get(path) ?? openSync(path, constants.O_RDONLY | NO_FOLLOW)
          open.set(path, shared)
          return fstatSync(shared).isFile() ? readAt(shared, file.offset, file.bytes) : 'no-file'
        }
        const own = openSync(path, constants.O_RDONLY | NO_FOLLOW)
        try {
          // One byte more than it should have: a file that grew is not read as a whole.
          return fstatSync(own).isFile() ? readAt(own, 0, file.bytes + 1) : 'no-file'
        } finally {
          closeSync(own)
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return 'missing'
        if (code === 'ELOOP' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENXIO') return 'no-file'
        throw error
      }
    },
    close() {
      for (const file of open.values()) closeSync(file)
      open.clear()
    },
  }
}

/** Reads labels back and says which are not what they should be. */
export async function readBack(
  entry: ManifestEntry,
  files: readonly ManifestFile[],
  labelBytes: LabelBytes,
  tools: ReadBackTools,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const { line, devEui } = entry
  for (const file of files) {
    const bytes = labelBytes.of(file)
    const fault = typeof bytes === 'string' ? bytes : await readBackLabel(entry, file, bytes, tools)
    if (fault !== undefined) faults.push({ line, devEui, file: file.file, fault })
  }
  return faults
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  // Shared files were truncated somewhere: what is left is shorter than the manifest says.
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, fstatSync(file).size - offset)))
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset))
}
