import type { StopSignal } from '@claimtag/core'

/** The platform's `AbortSignal` where it declares one, so that `fetch` accepts it. */
export type PlatformSignal = typeof globalThis extends {
  AbortSignal: { readonly prototype: infer Signal }
}
  ? Signal
  : StopSignal

export interface Canceller {
  readonly signal: StopSignal
  /** The same for foreign functions. Made when it is first read: an `AbortController` takes as long as a code. */
  readonly platformSignal: PlatformSignal
  readonly cancel: () => void
}

declare const AbortController:
  | (new () => { readonly signal: PlatformSignal; abort(reason: unknown): void })
  | undefined

/** Without a given reason, the platform would make an error with a stack for each signal. */
let reason: Error | undefined

export function createCanceller(): Canceller {
  const listeners = new Set<() => void>()
  let aborted = false
  let platform: PlatformSignal | undefined
  const signal: StopSignal = {
    get aborted() {
      return aborted
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  }

  function platformSignal(): PlatformSignal {
    // Where the platform has no AbortController, this signal has all that the type asks for.
    if (typeof AbortController !== 'function') return signal as unknown as PlatformSignal
    const controller = new AbortController()
    const abort = (): void => controller.abort((reason ??= abortError()))
    if (aborted) abort()
    else listeners.add(abort)
    return controller.signal
  }

  return {
    signal,
    get platformSignal() {
      platform ??= platformSignal()
      return platform
    },
    cancel() {
      if (aborted) return
      aborted = true
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}

function abortError(): Error {
  const error = new Error('the token is not waited for any more')
  error.name = 'AbortError'
  return error
}
