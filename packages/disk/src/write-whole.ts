import { writeSync } from 'node:fs'

/**
 * Writes all bytes: `write` may take fewer than it is given, especially on a full disk.
 *
 * @example
 * ```ts
 * import { closeSync } from 'node:fs'
 * import { createFile, writeWhole } from '@claimtag/disk'
 *
 * const file = createFile('labels.zpl')
 * writeWhole(file, new TextEncoder().encode('^XA^XZ'))
 * closeSync(file)
 * ```
 */
export function writeWhole(file: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(file, bytes, at, bytes.length - at, position === undefined ? null : position + at)
  }
}
