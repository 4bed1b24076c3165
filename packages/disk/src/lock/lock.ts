import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DiskError } from '../issue.ts'
import { draftLock, readLock, removeLock, type FoundLock, type LockDraft } from './lock-file.ts'
import { livenessOf, type LockHolder, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** A lock: one process at a time holds it, among all machines and containers that see the file. */
export interface Lock {
  readonly holder: LockHolder
  /**
   * Call this before each write that only the holder may do.
   *
   * @throws DiskError `lock-lost` when another process has taken the lock over
   */
  assertHeld(): void
  /** Gives the lock up; if another process holds it now, its lock stays. */
  release(): void
}

export interface LockOptions {
  /** Default: the system's clock. Its time is only shown to people. */
  readonly now?: (() => Date) | undefined
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
  /**
   * Called before a wait, which is needed when the holder is on another machine or in another container and may be
   * alive.
   */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  /** How long to wait for a holder that is alive, in milliseconds. 0 when left out. */
  readonly patienceMs?: number | undefined
  readonly times?: LockTimes
  /** Default: this process. */
  readonly identity?: ProcessIdentity
}

/** All in milliseconds. */
export interface LockTimes {
  /** Interval at which a holder marks its lock as new. */
  readonly renew: number
  /** A holder that has not done so for this long has ended. */
  readonly lease: number
  /** The shortest wait for such a mark: after a clock was set, a lock may look older than it is. */
  readonly least: number
}

/** A holder may be busy in one thread for half a minute, writing the end of a PDF of gigabytes. */
const TIMES: LockTimes = { renew: 5000, lease: 60_000, least: 12_000 }

/** In leases: a draft is needed only while its process waits for the lock. */
const OLD_DRAFT = 10

const LOOK_EVERY_MS = 50
/** For a holder that is alive, and may hold the lock for no longer than a write takes. */
const ASK_EVERY_MS = 5

/**
 * Takes a lock, also that of a process that has ended. A holder on this machine and in this container is looked up;
 * for any other, this waits until the holder renews its lock, or has not done so for a minute.
 *
 * @throws DiskError `locked`; the signal's reason
 *
 * @example
 * ```ts
 * import { takeLock } from '@claimtag/disk'
 *
 * const lock = await takeLock('lock')
 * lock.assertHeld()
 * lock.release()
 * ```
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<Lock> {
  const { now = () => new Date(), times = TIMES, identity = ownIdentity(), patienceMs = 0, signal } = options
  const until = performance.now() + patienceMs
  const draft = draftLock(path, identity, now().toISOString())
  try {
    while (!draft.placeAt(path)) {
      const found = readLock(path)
      if (found === undefined) continue
      const state = await stateOf(path, found, draft, times, options)
      if (state === 'held') {
        if (performance.now() >= until) throw new DiskError({ code: 'locked', path, holder: found.holder })
        await sleep(ASK_EVERY_MS)
        signal?.throwIfAborted()
      }
      if (state === 'dead') await breakLock(path, found, draft, times, options)
    }
  } catch (error) {
    draft.close()
    throw error
  } finally {
    draft.forget()
  }
  sweepDrafts(path, draft, times)
  return held(path, draft, times)
}

function held(path: string, draft: LockDraft, { renew }: LockTimes): Lock {
  const { holder } = draft
  let isOpen = true
  const timer = setInterval(() => {
    try {
      draft.renew()
    } catch {
      // The disk is full, or a share cannot be reached. The lock is held until another process takes it over.
    }
  }, renew)
  timer.unref()
  const isOurs = (): boolean => readLock(path)?.random === holder.random
  return {
    holder,
    assertHeld() {
      if (!isOurs()) throw new DiskError({ code: 'lock-lost', path })
    },
    release() {
      if (!isOpen) return
      isOpen = false
      clearInterval(timer)
      draft.close()
      // Checked first, so that a lock of another process is never moved, not even for a moment.
      if (isOurs()) removeLock(path, holder.random, asideOf(path, holder.random))
    },
  }
}

type State = 'held' | 'dead' | 'changed'

async function stateOf(
  path: string,
  { holder, random, renewedMs }: FoundLock,
  draft: LockDraft,
  { lease, least }: LockTimes,
  { signal, onWait, identity }: LockOptions,
): Promise<State> {
  const liveness = holder === undefined ? 'unknown' : livenessOf(holder, identity)
  if (liveness !== 'unknown') return liveness === 'alive' ? 'held' : 'dead'
  // Both times are those of the file system. The wait itself is measured by a clock that cannot be set.
  const wait = Math.min(lease, Math.max(least, lease - (draft.renew() - renewedMs)))
  const until = performance.now() + wait
  onWait?.(holder)
  while (performance.now() < until) {
    await sleep(LOOK_EVERY_MS)
    signal?.throwIfAborted()
    const again = readLock(path)
    if (again?.random !== random) return 'changed'
    if (again.renewedMs !== renewedMs) return 'held'
  }
  return 'dead'
}

/**
 * Removes the lock of a dead process. If two processes did that at the same time, the second would remove the new
 * lock of the first: so only the process that has placed a lock of its own under the dead lock's random name may. If
 * it is killed meanwhile, that lock is dead, too, and is removed in the same way.
 */
async function breakLock(
  path: string,
  { random }: FoundLock,
  draft: LockDraft,
  times: LockTimes,
  options: LockOptions,
): Promise<void> {
  const right = `${path}.dead-${random}`
  if (draft.placeAt(right)) {
    try {
      if (readLock(path)?.random === random) removeLock(path, random, asideOf(path, random))
    } finally {
      removeLock(right, draft.holder.random, asideOf(path, draft.holder.random))
    }
    return
  }
  const other = readLock(right)
  if (other === undefined) return
  const state = await stateOf(right, other, draft, times, { ...options, onWait: undefined })
  // Another process is removing the dead lock, which takes a moment.
  if (state === 'held') await sleep(LOOK_EVERY_MS)
  if (state === 'dead') await breakLock(right, other, draft, times, options)
}

/** Removes drafts beside the lock, left by processes that were killed while they took it. */
function sweepDrafts(path: string, draft: LockDraft, { lease }: LockTimes): void {
  const now = draft.renew()
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue
    const left = join(dirname(path), name)
    try {
      const found = readLock(left)
      const liveness = found?.holder === undefined ? 'unknown' : livenessOf(found.holder)
      const isOld = found !== undefined && now - found.renewedMs > OLD_DRAFT * lease
      if (liveness === 'gone' || (liveness === 'unknown' && isOld)) rmSync(left, { force: true })
    } catch {
      // Not a lock, so it is not removed.
    }
  }
}

function asideOf(path: string, random: string): string {
  return `${path}.gone-${random}`
}
