import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import type { ManifestEntry, ManifestFile } from '../ledger/manifest.ts'
import type { Fault } from '../plan/fault.ts'
import { readBackLabel } from './label.ts'
import type { SymbolReader } from './symbol.ts'

/** Where the bytes of labels are on the disk. */
export interface LabelBytes {
  /** `undefined` when the file is missing. */
  of(file: ManifestFile): Uint8Array | undefined
  close(): void
}

/**
 * @param pathOf where a file of the manifest is now; a file that many labels share is opened once
 */
export function openLabelBytes(pathOf: (file: ManifestFile) => string): LabelBytes {
  const open = new Map<string, number>()
  return {
    of(file) {
      const path = pathOf(file)
      try {
        if (file.offset === undefined) return readFileSync(path)
        const from = open.get(path) ?? openSync(path, 'r')
        open.set(path, from)
        return readAt(from, file.offset, file.bytes)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
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
  key: Uint8Array,
  readSymbol: SymbolReader,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const { line, devEui } = entry
  for (const file of files) {
    const bytes = labelBytes.of(file)
    const fault = bytes === undefined ? 'missing' : await readBackLabel(entry, file, bytes, key, readSymbol)
    if (fault !== undefined) faults.push({ line, devEui, file: file.file, fault })
  }
  return faults
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  // Growing files were truncated somewhere: what is left is shorter than the manifest says.
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, fstatSync(file).size - offset)))
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset))
}
