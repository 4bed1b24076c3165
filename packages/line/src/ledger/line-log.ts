import { makePrivateFolder, openAppendLog, readAppendLog, takeLock, type LockHolder } from '@claimtag/disk'
import { join } from 'node:path'
import type { LineEntry } from './entry.ts'
import { lineEntrySchema } from './entry-schema.ts'
import { createLineState, type LineState } from './line-state.ts'

/** `line.ndjson` of a station, which one process has open. */
export interface LineLog {
  readonly state: LineState
  /** On the disk when it returns. */
  append(entry: LineEntry): void
  /** What packs were labelled for, by their names: all of the log is read for it. */
  contents(packs: readonly string[]): ReadonlyMap<string, Contents>
  close(): void
}

/** What the label of a pack was made of. */
interface Contents {
  readonly devEuis: readonly string[]
  readonly packs: readonly string[]
}

export interface LineLogOptions {
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The name of the log in the folder of a station. */
export const LINE_LOG = 'line.ndjson'

/**
 * Opens the log of a station, and adds up what it holds. A line that was cut off is dropped: nothing depends on it.
 *
 * @throws DiskError `locked`, `log-damaged`, `not-ours`, `not-a-folder`
 */
export async function openLineLog(folder: string, options: LineLogOptions = {}): Promise<LineLog> {
  makePrivateFolder(folder)
  const lock = await takeLock(join(folder, 'lock'), options)
  const path = join(folder, LINE_LOG)
  const state = createLineState()
  try {
    const log = openAppendLog<LineEntry>(path, { parse: parseEntry, take: (entry) => state.take(entry) })
    return {
      state,
      append(entry) {
        lock.assertHeld()
        log.append(entry)
        state.take(entry)
      },
      contents: (packs) => contentsIn(path, packs),
      close() {
        log.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function contentsIn(path: string, packs: readonly string[]): ReadonlyMap<string, Contents> {
  const found = new Map<string, Contents>()
  readAppendLog<LineEntry>(path, {
    parse: parseEntry,
    take(entry) {
      if (entry.result !== 'packing' || !packs.includes(entry.pack)) return
      found.set(entry.pack, { devEuis: entry.devEuis ?? [], packs: entry.packs ?? [] })
    },
  })
  return found
}

/** A line of the log; `undefined` when it is not one. */
export function parseEntry(line: string): LineEntry | undefined {
  try {
    return lineEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
