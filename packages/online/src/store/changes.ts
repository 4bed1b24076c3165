import type { StopSignal } from '@claimtag/core'
import type { CodeKey } from './code-store.ts'

/** Wakes requests of this process that wait for a device. */
export interface Changes {
  readonly notify: (key: CodeKey) => void
  /** Resolves at the next change of the device, or when `signal` is aborted. */
  readonly next: (key: CodeKey, signal: StopSignal) => Promise<void>
}

export function createChanges(): Changes {
  const waiting = new Map<string, Set<() => void>>()
  return {
    notify(key) {
      for (const wake of waiting.get(keyText(key)) ?? []) wake()
    },
    next(key, signal) {
      const id = keyText(key)
      const wakers = waiting.get(id) ?? new Set()
      waiting.set(id, wakers)
      return new Promise((resolve) => {
        function wake(): void {
          wakers.delete(wake)
          if (wakers.size === 0 && waiting.get(id) === wakers) waiting.delete(id)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        wakers.add(wake)
        signal.addEventListener('abort', wake)
        if (signal.aborted) wake()
      })
    },
  }
}

/** A key as one text. A realm may be any text, so its length precedes it. */
export function keyText({ realm, devEui }: { readonly realm: string; readonly devEui: string }): string {
  return `${realm.length}:${realm}:${devEui}`
}
