import type { StopSignal } from '@claimtag/core'
import type { CodeKey } from './code-store.ts'

/** Wakes requests of this process that wait for a device. */
export interface Changes {
  readonly notify: (key: CodeKey) => void
  /** The same by the text of the key. */
  readonly wake: (text: string) => void
  /** Resolves at the next change of the device, or when `signal` is aborted. */
  readonly next: (key: CodeKey, signal: StopSignal) => Promise<void>
}

export function createChanges(): Changes {
  const waiting = new Map<string, Set<() => void>>()
  function wake(text: string): void {
    for (const one of waiting.get(text) ?? []) one()
  }
  return {
    wake,
    notify(key) {
      // For most changes, there is no one who waits.
      if (waiting.size > 0) wake(keyText(key))
    },
    next(key, signal) {
      const id = keyText(key)
      const wakers = waiting.get(id) ?? new Set()
      waiting.set(id, wakers)
      return new Promise((resolve) => {
        function wakeUp(): void {
          wakers.delete(wakeUp)
          if (wakers.size === 0 && waiting.get(id) === wakers) waiting.delete(id)
          signal.removeEventListener('abort', wakeUp)
          resolve()
        }
        wakers.add(wakeUp)
        signal.addEventListener('abort', wakeUp)
        if (signal.aborted) wakeUp()
      })
    },
  }
}

/** A key as one text. A realm may be any text, so its length precedes it. */
export function keyText({ realm, devEui }: { readonly realm: string; readonly devEui: string }): string {
  return `${realm.length}:${realm}:${devEui}`
}
