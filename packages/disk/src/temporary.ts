import {
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  type Stats,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './lock/is-alive.ts'
import { DiskError } from './issue.ts'
import { draftLock, readLock, type LockDraft } from './lock/lock-file.ts'
import { createFile } from './open.ts'
import { livenessOf, ownIdentity } from './lock/process-identity.ts'

/** A file of ours that lives as long as it is needed; it may hold tokens. */
export interface TemporaryFile {
  /** For every thread of this process, to open it as often as needed. */
  readonly path: string
  /** Takes it away; twice is harmless. */
  readonly dispose: () => void
}

const PREFIX = 'claimtag-temporary-'
const OWNER = 'owner'
const RENEW_MS = 600_000
/** What nobody says is needed any more, of processes that cannot be seen from here. */
const OLD_MS = 24 * 3600 * 1000

/**
 * Makes an empty file that only its owner may read. On Linux it has no name from the beginning on, so that nothing of it
 * is left, whatever ends the process. Elsewhere it lies in a folder of its own, and the next process takes away what is
 * left of one that was killed.
 *
 * @param hasName whether it keeps a name, also on Linux
 * @throws DiskError `temporary-failed`
 */
export function createTemporaryFile({ hasName = false } = {}): TemporaryFile {
  const place = tmpdir()
  try {
    sweepOnce(place)
    const folder = mkdtempSync(join(place, PREFIX))
    return (hasName ? undefined : nameless(folder)) ?? named(folder)
  } catch (error) {
    throw temporaryError(error, place)
  }
}

/** What the system says of a temporary file, as an error of ours; anything else as it is. */
export function temporaryError(error: unknown, path = tmpdir()): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!(error instanceof Error) || typeof code !== 'string' || syscall === undefined) return error
  return new DiskError({ code: 'temporary-failed', path, detail: code })
}

function nameless(folder: string): TemporaryFile | undefined {
  const name = join(folder, 'file')
  const file = createFile(name)
  const path = `/proc/${process.pid}/fd/${file}`
  if (process.platform !== 'linux' || !leadsTo(path, name)) {
    closeSync(file)
    unlinkSync(name)
    return undefined
  }
  unlinkSync(name)
  rmdirSync(folder)
  let isOpen = true
  return {
    path,
    dispose() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

/** A container may be without /proc. */
function leadsTo(path: string, name: string): boolean {
  if (!existsSync(path)) return false
  const [through, found] = [statSync(path), statSync(name)]
  return through.ino === found.ino && through.dev === found.dev
}

function named(folder: string): TemporaryFile {
  const owner: LockDraft = draftLock(join(folder, OWNER), ownIdentity(), new Date().toISOString())
  owner.placeAt(join(folder, OWNER))
  owner.forget()
  const path = join(folder, 'file')
  closeSync(createFile(path))
  const timer = setInterval(() => {
    try {
      owner.renew()
    } catch {
      // On a full disk. A day is long.
    }
  }, RENEW_MS)
  timer.unref()
  let isThere = true
  return {
    path,
    dispose() {
      if (!isThere) return
      isThere = false
      clearInterval(timer)
      owner.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const swept = new Set<string>()

function sweepOnce(place: string): void {
  if (swept.has(place)) return
  swept.add(place)
  sweep(place)
}

/** Takes away what processes left behind that were killed: nobody else would, and it holds tokens. */
function sweep(place: string): void {
  for (const name of readdirSync(place)) {
    const folder = join(place, name)
    try {
      const found = lstatSync(folder)
      // What belongs to another user is for that user to remove.
      if (!found.isDirectory() || !(process.geteuid === undefined || found.uid === process.geteuid()))
        continue
      const isLeft = name.startsWith(PREFIX)
        ? isAbandoned(folder, found)
        : name.startsWith(PREFIX_OF_BEFORE) && isAbandonedOfBefore(name, found)
      if (isLeft) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another process takes it away at the same time.
    }
  }
}

function isAbandoned(folder: string, { mtimeMs }: Stats): boolean {
  const owner = readLock(join(folder, OWNER))
  const liveness = owner?.holder === undefined ? 'unknown' : livenessOf(owner.holder)
  if (liveness !== 'unknown') return liveness === 'gone'
  return isOld(Math.max(owner?.renewedMs ?? 0, mtimeMs))
}

const PREFIX_OF_BEFORE = 'claimtag-spool-'

/** Earlier versions put the names of machine and process into that of the folder. */
function isAbandonedOfBefore(name: string, { mtimeMs }: Stats): boolean {
  const [, host, pid] = /^claimtag-spool-(.*)-(\d+)-\w+$/.exec(name) ?? []
  if (host === hostname() && pid !== undefined) return !isAlive(Number(pid))
  return pid !== undefined && isOld(mtimeMs)
}

function isOld(renewedMs: number): boolean {
  return Date.now() - renewedMs > OLD_MS
}
