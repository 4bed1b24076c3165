import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file of ours that lives as long as the job runs. */
export interface Spool {
  readonly path: string
  readonly dispose: () => Promise<void>
}

/** A private file for input that has to be read twice but can be had only once. It holds tokens: 0600. */
export async function spool(source: Readable | AsyncIterable<string | Uint8Array>): Promise<Spool> {
  // mkdtemp makes the folder 0700.
  const folder = await mkdtemp(join(tmpdir(), 'claimtag-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'input')
  try {
    await pipeline(source, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await dispose()
    throw error
  }
  return { path, dispose }
}
