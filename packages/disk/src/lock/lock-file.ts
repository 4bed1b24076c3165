import { closeSync, fstatSync, linkSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { DiskError } from '../issue.ts'
import { createFile, isThere, openOwnToRead } from '../open.ts'
import { type LockHolder, ownIdentity, type ProcessIdentity, randomName } from './process-identity.ts'
import { writeWhole } from '../write-whole.ts'

/** A lock as it was found on the disk. */
export interface FoundLock {
  /** `undefined` when its content cannot be read. */
  readonly holder: LockHolder | undefined
  /** Different for every lock that was ever taken. */
  readonly random: string
  /** When it was renewed, by the clock of the file system. */
  readonly renewedMs: number
}

/** Codes of file systems without hard links, such as those of memory sticks. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL'])

/** A lock that is written, under a temporary name. */
export interface LockDraft {
  readonly holder: LockHolder
  /** Gives it another name, at which all of its content appears at once; `false` when the name is taken. */
  placeAt(path: string): boolean
  /** Sets its time to now; returns that time by the clock of the file system. */
  renew(): number
  /** Removes its temporary name; the names given by `placeAt` stay. */
  forget(): void
  close(): void
}

/** `.5f…` of a draft; `.dead-…` and `.gone-…` of a lock that is being removed, which may itself have to be removed. */
const REMNANT = /^(?:\.[\da-f]{24}|(?:\.(?:dead|gone)-(?:\w{1,64}|unread-\d{1,15}))+)$/

/**
 * Whether a file beside a lock belongs to it. A process that was killed while it took the lock, removed a dead one or
 * gave its own up leaves such a file, which for ten minutes cannot be told from one that is still needed.
 *
 * @param name of the file
 * @param lock the name of the lock
 *
 * @example
 * ```ts
 * import { isLockRemnant } from '@claimtag/disk'
 *
 * console.log(isLockRemnant('devices.csv', 'lock')) // false
 * ```
 */
export function isLockRemnant(name: string, lock: string): boolean {
  return name.startsWith(lock) && REMNANT.test(name.slice(lock.length))
}

/** @param path the later name of the lock; the draft lies beside it */
export function draftLock(path: string, identity: ProcessIdentity, since: string): LockDraft {
  const holder = { ...identity, since, random: randomName() }
  const bytes = Buffer.from(JSON.stringify(holder), 'utf8')
  const own = `${path}.${holder.random}`
  let file = createFile(own)
  writeWhole(file, bytes)

  function placeWithoutLinks(to: string): boolean {
    let copy: number
    try {
      copy = createFile(to)
    } catch (error) {
      if (error instanceof DiskError) return false
      throw error
    }
    writeWhole(copy, bytes)
    closeSync(file)
    file = copy
    return true
  }

  return {
    holder,
    placeAt(to) {
      try {
        linkSync(own, to)
        return true
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EEXIST') return false
        if (NO_LINKS.has(code)) return placeWithoutLinks(to)
        throw error
      }
    },
    renew() {
      // A write makes the file system set the time, so all machines that share it compare times of one clock.
      writeSync(file, bytes, 0, 1, 0)
      return fstatSync(file).mtimeMs
    },
    forget: () => rmSync(own, { force: true }),
    close: () => closeSync(file),
  }
}

/** @returns `undefined` when there is no lock */
export function readLock(path: string): FoundLock | undefined {
  let file: number
  try {
    file = openOwnToRead(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const { mtimeMs: renewedMs } = fstatSync(file)
    const text = readFileSync(file, 'utf8')
    const holder = holderOf(text)
    return { holder, random: holder?.random ?? `unread-${text.length}`, renewedMs }
  } finally {
    closeSync(file)
  }
}

/**
 * Removes the lock that was seen and no other: a newer lock found in its place is put back.
 *
 * @param aside a name that no other process uses
 */
export function removeLock(path: string, random: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readLock(aside)?.random !== random) {
    try {
      linkSync(aside, path)
    } catch (error) {
      // If another process has taken the place, the owner of this lock finds that out before its next write.
      if (NO_LINKS.has((error as NodeJS.ErrnoException).code) && !isThere(path)) renameSync(aside, path)
    }
  }
  rmSync(aside, { force: true })
}

function holderOf(text: string): LockHolder | undefined {
  try {
    const found = JSON.parse(text) as Partial<LockHolder> | number
    if (typeof found === 'number') return holderOfBefore(found)
    const { host, pid, since, random } = found
    const isWhole =
      typeof host === 'string' &&
      Number.isSafeInteger(pid) &&
      typeof since === 'string' &&
      typeof random === 'string' &&
      /^\w{1,64}$/.test(random)
    return isWhole ? (found as LockHolder) : undefined
  } catch {
    return undefined
  }
}

/**
 * Earlier versions wrote only the number of the process. If it is our own number, that process ended before ours
 * began.
 */
function holderOfBefore(pid: number): LockHolder | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const here = ownIdentity()
  const started = pid === here.pid ? 'before' : undefined
  return { ...here, pid, started, since: '', random: `pid${pid}` }
}
