import { BatchError } from '@claimtag/batch'
import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { prose } from './prose.ts'
import type { Session } from './session.ts'

/**
 * Gives the bytes of one label to a file, or to stdout when that is `-`.
 *
 * @throws BatchError `output-failed`
 */
export async function writeOutput(
  bytes: Uint8Array,
  file: string,
  { stdout, stderr, cwd }: Session,
  quiet: boolean,
): Promise<void> {
  const path = file === '-' ? undefined : resolve(cwd, file)
  try {
    if (path !== undefined) writePrivately(path, bytes)
    else await stdout.deliver(bytes)
  } catch (error) {
    const { code: detail = 'unknown' } = error as NodeJS.ErrnoException
    throw new BatchError({ code: 'output-failed', ...(path === undefined ? {} : { path }), detail })
  }
  if (path !== undefined && !quiet) stderr.print(prose`Wrote ${file}\n`)
}

/** The file may be the port of a printer, which is neither replaced nor closed to others. */
function writePrivately(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes, { mode: 0o600 })
  if (statSync(path).isFile()) chmodSync(path, 0o600)
}
