import type { DeviceToIssue } from '../device/device.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import { createCanceller } from '../time/cancel.ts'
import type { WaitOptions } from '../time/deadline.ts'

/** The outcome for one of many devices. */
export type IssuedOne<Issued> =
  | { readonly ok: true; readonly index: number; readonly issued: Issued }
  | {
      readonly ok: false
      readonly index: number
      /** Of this package, or of `encode`. */
      readonly issue: OnlineIssue | { readonly code: string }
      readonly message: string
    }

/** The same without its number, which depends on where the device stands among all. */
export type Outcome<Issued> =
  | { readonly ok: true; readonly issued: Issued }
  | { readonly ok: false; readonly issue: { readonly code: string }; readonly message: string }

type IssueChunk<Issued> = (
  chunk: readonly DeviceToIssue[],
  wait: WaitOptions,
) => Promise<readonly Outcome<Issued>[]>

type Settled<Issued> = { readonly outcomes: readonly Outcome<Issued>[] } | { readonly thrown: unknown }

/**
 * Enough devices to make up for a commit, or a statement. More would hold the event loop for long, and what is alive
 * at once is what the collector of memory has to copy: of a thousand, it took a fifth of the time.
 */
const AT_ONCE = 250

/**
 * Issues codes for many devices, in their order: all that came while the last chunk was under way are the next one.
 * So a sender that waits for each answer gets it, and one that does not wait has large chunks.
 */
export async function* issueEach<Issued>(
  devices: Iterable<DeviceToIssue> | AsyncIterable<DeviceToIssue>,
  { signal: outer, ...wait }: WaitOptions,
  issueChunk: IssueChunk<Issued>,
): AsyncGenerator<IssuedOne<Issued>, void, undefined> {
  // One listener on the caller's signal instead of one for each device: Node warns of a leak from eleven on.
  const { signal, cancel } = createCanceller()
  outer?.addEventListener('abort', cancel)
  if (outer?.aborted === true) cancel()
  const reader = readAhead(devices)
  const issue = (chunk: readonly DeviceToIssue[]): Promise<Settled<Issued>> =>
    issueChunk(chunk, { ...wait, signal }).then(
      (outcomes) => ({ outcomes }),
      (thrown: unknown) => ({ thrown }),
    )
  let index = 0
  let current: Promise<Settled<Issued>> | undefined
  try {
    for (;;) {
      if (current === undefined) {
        const chunk = await reader.take()
        if (chunk.length === 0) return
        current = issue(chunk)
      }
      // A whole chunk that has come meanwhile is made while the store writes the one before it.
      await Promise.race([current, reader.full()])
      const ahead = reader.takeFull()
      const next = ahead === undefined ? undefined : issue(ahead)
      const settled: Settled<Issued> = await current
      current = next
      if ('thrown' in settled) throw settled.thrown
      for (const outcome of settled.outcomes) {
        yield outcome.ok ? { ok: true, index, issued: outcome.issued } : { ...outcome, index }
        index += 1
      }
    }
  } finally {
    reader.stop()
    outer?.removeEventListener('abort', cancel)
  }
}

/** Reads devices while others are issued, up to as many as make one chunk. */
function readAhead(devices: Iterable<DeviceToIssue> | AsyncIterable<DeviceToIssue>): {
  /**
   * All that arrived since, or the first one to arrive; `undefined` at the end.
   *
   * @throws the error of the reading
   */
  readonly take: () => Promise<readonly DeviceToIssue[]>
  /** Resolves when there is a whole chunk. */
  readonly full: () => Promise<void>
  /** A whole chunk, if there is one. */
  readonly takeFull: () => readonly DeviceToIssue[] | undefined
  readonly stop: () => void
} {
  const iterator = iteratorOf(devices)
  const state = { isOver: false, read: [] as DeviceToIssue[] }
  let failure: { readonly thrown: unknown } | undefined
  let onChange: (() => void) | undefined
  let onRoom: (() => void) | undefined
  let onFull: (() => void) | undefined
  const isFull = (): boolean => state.read.length >= AT_ONCE

  function takeAll(): readonly DeviceToIssue[] {
    const taken = state.read
    state.read = []
    onRoom?.()
    return taken
  }

  async function readAll(): Promise<void> {
    try {
      while (!state.isOver) {
        const given = iterator.next()
        // To wait for what is there took as long as reading it.
        const next = 'then' in given ? await given : given
        if (next.done === true) break
        state.read.push(next.value)
        onChange?.()
        if (!isFull()) continue
        onFull?.()
        await new Promise<void>((resolve) => (onRoom = resolve))
      }
    } catch (thrown) {
      failure = { thrown }
    }
    state.isOver = true
    onChange?.()
  }
  void readAll()

  return {
    async take() {
      if (state.read.length === 0 && !state.isOver) await new Promise<void>((resolve) => (onChange = resolve))
      const taken = takeAll()
      if (taken.length === 0 && failure !== undefined) throw failure.thrown
      return taken
    },
    full: () => (isFull() ? Promise.resolve() : new Promise((resolve) => (onFull = resolve))),
    takeFull: () => (isFull() ? takeAll() : undefined),
    stop() {
      if (state.isOver) return
      state.isOver = true
      onRoom?.()
      void Promise.resolve(iterator.return?.()).catch(() => undefined)
    },
  }
}

function iteratorOf<T>(given: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  const { [Symbol.asyncIterator]: later } = given as Partial<AsyncIterable<T>>
  return later === undefined ? (given as Iterable<T>)[Symbol.iterator]() : later.call(given)
}
