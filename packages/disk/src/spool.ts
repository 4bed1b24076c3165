import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isAlive } from './is-alive.ts'
import { PRIVATE_FILE } from './open.ts'

/** A file of ours that lives as long as the job runs. */
export interface Spool {
  readonly path: string
  readonly dispose: () => Promise<void>
}

/** Numbers of processes mean nothing beyond this machine, or this container of several that share a folder. */
const PREFIX = `claimtag-spool-${hostname()}-`

/** Takes away what processes left behind that were killed: nobody else would, and it holds tokens. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, owner] = name.startsWith(PREFIX) ? (/(\d+)-\w+$/.exec(name) ?? []) : []
    if (owner === undefined || isAlive(Number(owner))) continue
    // What belongs to another user is his to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** A private file for input that has to be read twice but can be had only once. It holds tokens: 0600. */
export function spool(source: Readable | AsyncIterable<string | Uint8Array>): Promise<Spool> {
  return spoolOf((path) => pipeline(source, createWriteStream(path, { mode: PRIVATE_FILE })))
}

/** @param write makes the file, which only its owner may read */
export async function spoolOf(write: (path: string) => Promise<void>): Promise<Spool> {
  await sweep()
  // mkdtemp makes the folder 0700.
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const dispose = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'input')
  try {
    await write(path)
  } catch (error) {
    await dispose()
    throw error
  }
  return { path, dispose }
}
