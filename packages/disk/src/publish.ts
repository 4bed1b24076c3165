import { renameSync } from 'node:fs'
import { DiskError } from './issue.ts'
import { isThere } from './open.ts'

/**
 * Gives a file its final name, unless another file has it.
 *
 * @throws DiskError `file-exists`
 *
 * @example
 * ```ts
 * import { publishFile, replaceFile } from '@claimtag/disk'
 *
 * replaceFile('labels.pdf.part', '%PDF-1.7')
 * publishFile('labels.pdf.part', 'labels.pdf')
 * ```
 */
export function publishFile(from: string, to: string): void {
  if (isThere(to)) throw new DiskError({ code: 'file-exists', path: to })
  renameSync(from, to)
}
