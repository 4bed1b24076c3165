import { createChanges, keyText } from './changes.ts'
import type { AuditRecord, CodeKey, CodeStore, StoredCode } from './code-store.ts'

interface Entry {
  readonly attempt: number
  readonly until: number
  readonly code?: StoredCode
}

export interface MemoryStoreOptions {
  /** Milliseconds. Default: the platform's clock. */
  readonly now?: () => number
}

/**
 * A store that ends with its process: for tests, trials, and production lines whose tokens are recorded anyway.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/online'
 *
 * const store = memoryStore()
 * console.log(await store.find({ realm: '', devEui: '70B3D57ED00A0004' as never })) // undefined
 * ```
 */
export function memoryStore({ now = Date.now }: MemoryStoreOptions = {}): CodeStore {
  const entries = new Map<string, Entry>()
  const audit: (AuditRecord & { readonly id: string })[] = []
  const changes = createChanges()

  function put(key: CodeKey, entry: Entry): void {
    entries.set(keyText(key), entry)
    changes.notify(key)
  }

  // Operations contain no `await`, so each is atomic.
  return {
    isDurable: false,
    async reserve(key, { leaseMs }) {
      const id = keyText(key)
      const { attempt = 0, until = 0, code } = entries.get(id) ?? {}
      if (code !== undefined) return { status: 'issued', code }
      const leftMs = until - now()
      if (leftMs > 0) return { status: 'taken', leftMs }
      entries.set(id, { attempt: attempt + 1, until: now() + leaseMs })
      return { status: 'reserved', attempt: attempt + 1 }
    },
    async renew(key, attempt, leaseMs) {
      const id = keyText(key)
      const entry = entries.get(id)
      if (entry?.attempt !== attempt || entry.code !== undefined) return false
      entries.set(id, { attempt, until: now() + leaseMs })
      return true
    },
    async fill(key, attempt, code) {
      const id = keyText(key)
      const entry = entries.get(id)
      if (entry?.code !== undefined) return { isOurs: false, code: entry.code }
      if (entry?.attempt !== attempt) return { isOurs: false }
      put(key, { attempt, until: 0, code })
      return { isOurs: true, code }
    },
    async release(key, attempt) {
      const id = keyText(key)
      const entry = entries.get(id)
      // The number stays, so that the next attempt knows that it is not the first.
      if (entry?.attempt === attempt && entry.code === undefined) put(key, { attempt, until: 0 })
    },
    async insert(key, code) {
      const id = keyText(key)
      const { attempt = 0, until = 0, code: standing } = entries.get(id) ?? {}
      if (standing !== undefined) return { isOurs: false, code: standing }
      const leftMs = until - now()
      if (leftMs > 0) return { status: 'taken', leftMs }
      put(key, { attempt: attempt + 1, until: 0, code })
      return { isOurs: true, code }
    },
    find: async (key) => entries.get(keyText(key))?.code,
    async replace(key, expected, code, entry) {
      const id = keyText(key)
      const standing = entries.get(id)
      if (standing?.code?.version !== expected.version || standing.code.keyId !== expected.keyId) return false
      put(key, { ...standing, code })
      if (entry !== undefined) audit.push({ id, at: now(), version: code.version, ...entry })
      return true
    },
    async note(key, entry) {
      const id = keyText(key)
      const code = entries.get(id)?.code
      if (code === undefined) return false
      audit.push({ id, at: now(), version: code.version, ...entry })
      return true
    },
    async history(key) {
      const own = audit.filter(({ id }) => id === keyText(key))
      return own.map((record) => {
        const { id: _, ...entry } = record
        return entry
      })
    },
    async list({ realm, after = '', limit, notKeyId }) {
      const prefix = keyText({ realm, devEui: '' })
      const codes = [...entries].flatMap(([id, { code }]) =>
        id.startsWith(prefix) && code !== undefined && code.device.devEui > after && code.keyId !== notKeyId
          ? [code]
          : [],
      )
      return codes.sort((a, b) => (a.device.devEui < b.device.devEui ? -1 : 1)).slice(0, limit)
    },
    changed: changes.next,
  }
}
