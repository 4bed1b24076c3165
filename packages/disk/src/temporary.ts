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

/** A temporary file, which may hold tokens. */
export interface TemporaryFile {
  /** Every thread of this process can open it by this path, any number of times. */
  readonly path: string
  /** Removes the file; a second call does nothing. */
  readonly dispose: () => void
}

const PREFIX = 'claimtag-temporary-'
const OWNER = 'owner'
const RENEW_MS = 600_000
/** Folders of processes that cannot be seen from here, and are older than this, are removed. */
const OLD_MS = 24 * 3600 * 1000

/**
 * Makes an empty file that only its owner may read. On Linux it has no name from the beginning on, so that nothing of
 * it is left, however the process ends. On other systems it lies in a folder of its own; if the process is killed,
 * the next one removes that folder.
 *
 * @param hasName whether it keeps a name, also on Linux
 * @throws DiskError `temporary-failed`
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs'
 * import { createTemporaryFile } from '@claimtag/disk'
 *
 * const file = createTemporaryFile()
 * writeFileSync(file.path, 'devEui\n')
 * file.dispose()
 * ```
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

/** A system error about a temporary file as a `DiskError`; any other error as it is. */
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

/** /proc may be missing in a container. */
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
      // The disk is full, and the mark can wait: a folder counts as abandoned only after a day.
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

/** Removes what killed processes left behind: it holds tokens, and no other program would remove it. */
function sweep(place: string): void {
  for (const name of readdirSync(place)) {
    const folder = join(place, name)
    try {
      const found = lstatSync(folder)
      // Folders of other users are left to them.
      if (!found.isDirectory() || !(process.geteuid === undefined || found.uid === process.geteuid()))
        continue
      const isLeft = name.startsWith(PREFIX)
        ? isAbandoned(folder, found)
        : name.startsWith(PREFIX_OF_BEFORE) && isAbandonedOfBefore(name, found)
      if (isLeft) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another process is removing it at the same time.
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

/** Earlier versions put the names of machine and process into the name of the folder. */
function isAbandonedOfBefore(name: string, { mtimeMs }: Stats): boolean {
  const [, host, pid] = /^claimtag-spool-(.*)-(\d+)-\w+$/.exec(name) ?? []
  if (host === hostname() && pid !== undefined) return !isAlive(Number(pid))
  return pid !== undefined && isOld(mtimeMs)
}

function isOld(renewedMs: number): boolean {
  return Date.now() - renewedMs > OLD_MS
}
