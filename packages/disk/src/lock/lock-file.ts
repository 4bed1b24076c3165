import { closeSync, fstatSync, linkSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { DiskError } from '../issue.ts'
import { createFile, isThere, openOwnToRead } from '../open.ts'
import { type LockHolder, ownIdentity, type ProcessIdentity, randomName } from './process-identity.ts'
import { writeWhole } from '../write-whole.ts'

/** A lock as it lies there. */
export interface FoundLock {
  /** `undefined` when it says nothing that can be read. */
  readonly holder: LockHolder | undefined
  /** What is different for every other lock. */
  readonly random: string
  /** When it was renewed, by the clock of the file system. */
  readonly renewedMs: number
}

/** What file systems without hard links say, as on a memory stick. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL'])

/** A lock that is written out, under a name of its own. */
export interface LockDraft {
  readonly holder: LockHolder
  /** Gives it another name, with all its content from the first moment; `false` when something has that name. */
  placeAt(path: string): boolean
  /** Marks it as new; returns the time of that by the clock of the file system. */
  renew(): number
  /** Takes its own name away and keeps those that it was given. */
  forget(): void
  close(): void
}

/**
 * Whether a file beside a lock is the draft of one. A process that was killed before it had written anything leaves it,
 * and for ten minutes nobody can tell that it is not needed any more.
 *
 * @param name of the file
 * @param lock the name of the lock
 */
export function isLockDraft(name: string, lock: string): boolean {
  return name.startsWith(`${lock}.`) && /^[\da-f]{24}$/.test(name.slice(lock.length + 1))
}

/** @param path what the lock will be; the draft lies beside it */
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
      // Writing lets the file system set the time: its clock is one for all machines that share it.
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
 * Takes away the lock that was seen, and no other: what else has come to its place meanwhile is put back.
 *
 * @param aside a name that nobody else uses
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
      // When somebody has taken the place, the one whose lock this was finds out before it writes again.
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

/** Earlier versions wrote the number of the process alone. One of our own number ended before we began. */
function holderOfBefore(pid: number): LockHolder | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const here = ownIdentity()
  const started = pid === here.pid ? 'before' : undefined
  return { ...here, pid, started, since: '', random: `pid${pid}` }
}
