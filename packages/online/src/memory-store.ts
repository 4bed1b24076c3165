import type { Eui64 } from '@claimtag/core'
import type { CodeStore, StoredCode } from './store.ts'

type Entry = { readonly attempt: number; readonly until: number } | { readonly code: StoredCode }

/** A store that ends with its process: for tests, trials, and a line whose tokens are recorded anyway. */
export function memoryStore(): CodeStore {
  const entries = new Map<Eui64, Entry>()
  // No `await` inside an operation, so each is atomic.
  return {
    async reserve(devEui, { now, until }) {
      const entry = entries.get(devEui)
      if (entry !== undefined && 'code' in entry) return { status: 'issued', code: entry.code }
      if (entry !== undefined && entry.until > now) return { status: 'taken', until: entry.until }
      const attempt = (entry?.attempt ?? 0) + 1
      entries.set(devEui, { attempt, until })
      return { status: 'reserved', attempt }
    },
    async fill(devEui, code) {
      const entry = entries.get(devEui)
      if (entry !== undefined && 'code' in entry) return entry.code
      entries.set(devEui, { code })
      return code
    },
    async release(devEui, attempt) {
      const entry = entries.get(devEui)
      // The count stays, so that the next attempt knows that it is not the first.
      if (entry !== undefined && !('code' in entry) && entry.attempt === attempt) {
        entries.set(devEui, { attempt, until: Number.NEGATIVE_INFINITY })
      }
    },
  }
}
