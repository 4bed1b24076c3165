import { readFileSync, rmSync } from 'node:fs'
import { unzipSync } from 'fflate'
import type { BrowserContext } from 'playwright-core'

/** Ends the trace of a context: every snapshot of its pages, every request and every call, as Latin-1 by file name. */
export async function endTrace(
  { tracing }: BrowserContext,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  await tracing.stop({ path })
  const files = unzipSync(readFileSync(path))
  rmSync(path)
  return new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]))
}
