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

/** Enough devices to fill the batches of a store; more would only take memory. */
const AT_ONCE = 1000

/**
 * Issues codes for many devices, in their order: all that came while the last chunk was under way are the next one.
 * So a sender that waits for each answer gets it, and one that does not wait has large chunks.
 */
export async function* issueEach<Issued>(
  devices: Iterable<DeviceToIssue> | AsyncIterable<DeviceToIssue>,
  { signal: outer, ...wait }: WaitOptions,
  issueChunk: IssueChunk<Issued>,
): AsyncGenerator<IssuedOne<Issued>, void, undefined> {
  // One listener on the caller's signal instead of a thousand: Node warns of a leak from eleven on.
  const { signal, cancel } = createCanceller()
  outer?.addEventListener('abort', cancel)
  if (outer?.aborted === true) cancel()
  const reader = readAhead(devices)
  let index = 0
  try {
    for (;;) {
      const chunk = await reader.take()
      if (chunk.length === 0) return
      for (const outcome of await issueChunk(chunk, { ...wait, signal })) {
        yield { ...outcome, index }
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
  readonly stop: () => void
} {
  const iterator = iteratorOf(devices)
  const state = { isOver: false, read: [] as DeviceToIssue[] }
  let failure: { readonly thrown: unknown } | undefined
  let onChange: (() => void) | undefined
  let onRoom: (() => void) | undefined

  async function readAll(): Promise<void> {
    try {
      while (!state.isOver) {
        const next = await iterator.next()
        if (next.done === true) break
        state.read.push(next.value)
        onChange?.()
        if (state.read.length >= AT_ONCE) await new Promise<void>((resolve) => (onRoom = resolve))
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
      const taken = state.read
      state.read = []
      onRoom?.()
      if (taken.length === 0 && failure !== undefined) throw failure.thrown
      return taken
    },
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
