import type { Clock } from '@claimtag/core'

/** What is to be said to a queue, said together: a database writes many devices with one commit. */
export interface Gathering {
  add(say: () => Promise<void>): void
  /** Says all that was gathered, at once. */
  flush(): void
  /** What was said and is not answered. */
  readonly open: ReadonlySet<Promise<void>>
}

/** @param longestMs after which what was gathered is said, unless `flush` is called before */
export function createGathering(clock: Clock, longestMs: number): Gathering {
  const open = new Set<Promise<void>>()
  let gathered: (() => Promise<void>)[] = []
  let flushed = new AbortController()

  function flush(): void {
    const all = gathered
    gathered = []
    flushed.abort()
    for (const say of all) {
      const said = say().finally(() => open.delete(said))
      open.add(said)
    }
  }

  async function flushInTime(): Promise<void> {
    flushed = new AbortController()
    const { signal } = flushed
    await clock.sleep(longestMs, signal)
    if (!signal.aborted) flush()
  }

  return {
    open,
    flush,
    add(say) {
      gathered.push(say)
      if (gathered.length === 1) void flushInTime()
    },
  }
}
