import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DiskError } from '../issue.ts'
import { draftLock, readLock, removeLock, type FoundLock, type LockDraft } from './lock-file.ts'
import { livenessOf, type LockHolder, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** What one process at a time may do, among all machines and containers that see the file. */
export interface Lock {
  readonly holder: LockHolder
  /**
   * To be called before anything is written that only the holder may write.
   *
   * @throws DiskError `lock-lost` when another process has taken it over
   */
  assertHeld(): void
  /** Gives it up; a lock that another process holds now stays. */
  release(): void
}

export interface LockOptions {
  /** Default: the system's clock. It is only shown to people. */
  readonly now?: (() => Date) | undefined
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
  /** Called when it has to be waited to see whether the holder, which cannot be seen from here, still works. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  readonly times?: LockTimes
  /** Default: this process. */
  readonly identity?: ProcessIdentity
}

/** In milliseconds. */
export interface LockTimes {
  /** A holder says so often that it is there. */
  readonly renew: number
  /** One that is not heard of for so long has ended. */
  readonly lease: number
  /** The least that is waited to hear of it: clocks that were set may make a lock look older than it is. */
  readonly least: number
}

/** A holder may be busy in one thread for half a minute, with the end of a PDF of gigabytes. */
const TIMES: LockTimes = { renew: 5000, lease: 60_000, least: 12_000 }

/** A draft is needed for as long as it is waited, at most. */
const OLD_DRAFT = 10

const LOOK_EVERY_MS = 50

/**
 * Takes a lock, or that of a process that has ended. A holder on this machine and in this container is looked for; one
 * that cannot be seen from here is waited for until it says that it is there, or has not done so for a minute.
 *
 * @throws DiskError `locked`; the signal's reason
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<Lock> {
  const { now = () => new Date(), times = TIMES, identity = ownIdentity() } = options
  const draft = draftLock(path, identity, now().toISOString())
  try {
    while (!draft.placeAt(path)) {
      const found = readLock(path)
      if (found === undefined) continue
      const state = await stateOf(path, found, draft, times, options)
      if (state === 'held') throw new DiskError({ code: 'locked', path, holder: found.holder })
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
      // On a full disk or a share that is away. The lock stays ours until somebody takes it over.
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
      // Looked at first: a lock that is not ours is not touched, not even for a moment.
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
  // Both times are those of the file system. A wait is measured by a clock that nobody sets.
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
 * Removes a dead lock. Two processes that have seen it dead must not both do so, since the second would remove what
 * the first has put there: only who has placed a lock of its own under the dead one's random name may. Whoever dies
 * meanwhile leaves a dead lock there, which is removed in the same way.
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
  // It needs a moment.
  if (state === 'held') await sleep(LOOK_EVERY_MS)
  if (state === 'dead') await breakLock(right, other, draft, times, options)
}

/** Takes away what those left beside the lock that were killed while they took it. */
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
      // It is no lock, and not ours to remove.
    }
  }
}

function asideOf(path: string, random: string): string {
  return `${path}.gone-${random}`
}
