/** The part of an `AbortSignal` that is used here. */
export interface CancelSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The platform's `AbortSignal` where it declares one, so that `fetch` takes it as it is. */
export type PlatformSignal = typeof globalThis extends {
  AbortSignal: { readonly prototype: infer Signal }
}
  ? Signal
  : CancelSignal

export interface Canceller {
  readonly signal: PlatformSignal
  readonly cancel: () => void
}

declare const AbortController: (new () => { readonly signal: PlatformSignal; abort(): void }) | undefined

/** An `AbortController`, or as much of one as is needed where the engine has none. */
export function createCanceller(): Canceller {
  if (typeof AbortController === 'function') {
    const controller = new AbortController()
    return { signal: controller.signal, cancel: () => controller.abort() }
  }
  const listeners = new Set<() => void>()
  let aborted = false
  const own: CancelSignal = {
    get aborted() {
      return aborted
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  }
  // Where the platform declares no AbortSignal, this is all that its type asks for.
  const signal: unknown = own
  return {
    signal: signal as PlatformSignal,
    cancel() {
      if (aborted) return
      aborted = true
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}
