import type { Clock } from '@claimtag/core'
import { DiskError, isThere, makeFolder, namesIn, publishFile, readNamedFile } from '@claimtag/disk'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { LineError } from '../issue.ts'
import type { NoticeCode } from '../notice.ts'
import type { Arrivals, Take } from './arrivals.ts'

const LOOK_EVERY_MS = 200
/** Until a device is brought again that had to wait for a person. */
const AGAIN_MS = 5000
/** Nothing was done about the device, neither a label nor a line in the log. */
const LATER: readonly (NoticeCode | undefined)[] = ['finish-first', 'too-many-waiting', 'not-sent']
const MOST_BYTES = 65_536
/** What writers call a file that is not whole yet. */
const UNFINISHED = /^\.|\.(?:tmp|part|partial)$/i
const DONE = 'done'

export interface FolderOptions {
  readonly clock: Clock
  readonly onFailed: (error: unknown) => void
}

/**
 * Watches a folder into which other programs put files of one DevEUI, or one a line. A file that has not changed
 * between two looks is taken, and moved to `done/` when the station has dealt with it: after a crash it is taken once
 * more, and the station knows what it has labelled. A device for which the station has no time is brought again; a file
 * that cannot be read, or is too large, stays, and is named as unreadable.
 *
 * @throws LineError `arrivals-failed` when there is no such folder
 */
export function folderArrivals(folder: string, take: Take, { clock, onFailed }: FolderOptions): Arrivals {
  if (!isThere(folder)) throw new LineError({ code: 'arrivals-failed', address: folder, detail: 'ENOENT' })
  const done = join(folder, DONE)
  const stop = new AbortController()
  const seen = new Map<string, string>()
  const unread = new Map<string, string>()

  async function look(): Promise<void> {
    for (const name of namesIn(folder)) {
      if (UNFINISHED.test(name) || name === DONE || stop.signal.aborted) continue
      const mark = markOf(join(folder, name))
      if (mark === undefined || unread.get(name) === mark) continue
      if (seen.get(name) === mark) await takeFile(name, mark)
      else seen.set(name, mark)
    }
  }

  async function takeFile(name: string, mark: string): Promise<void> {
    const path = join(folder, name)
    let text: string
    try {
      text = readNamedFile(path, MOST_BYTES).toString('utf8')
    } catch (error) {
      // It was taken back meanwhile, or does not hold devices.
      if (!(error instanceof DiskError) && (error as NodeJS.ErrnoException).code === undefined) throw error
      // It stays where it is, and is said once to be no device.
      unread.set(name, mark)
      if (isThere(path)) await take('…')
      return
    }
    for (const line of text.split(/[\r\n]+/)) await bring(line)
    if (stop.signal.aborted) return
    seen.delete(name)
    makeFolder(done)
    for (let number = 1; ; number++) {
      const to = join(done, number === 1 ? name : `${name}.${number}`)
      if (isThere(to)) continue
      publishFile(path, to)
      return
    }
  }

  async function bring(line: string): Promise<void> {
    while (!stop.signal.aborted) {
      const notice = await take(line, { signal: stop.signal })
      if (!LATER.includes(notice?.code)) return
      await clock.sleep(AGAIN_MS, stop.signal)
    }
  }

  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      await look()
      await clock.sleep(LOOK_EVERY_MS, stop.signal)
    }
  }

  const watching = watch().catch(onFailed)
  return {
    async close() {
      stop.abort()
      await watching
    },
  }
}

/** Size and time of a file; `undefined` when it is not one. */
function markOf(path: string): string | undefined {
  try {
    const found = lstatSync(path)
    return found.isFile() ? `${found.size} ${found.mtimeMs}` : undefined
  } catch {
    return undefined
  }
}
