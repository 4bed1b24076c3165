import type { Eui64 } from '@claimtag/core'
import type { ProvisioningStore, StoredState } from './provisioning-store.ts'

/**
 * A store that ends with its process.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/provisioning'
 *
 * const store = memoryStore()
 * ```
 */
export function memoryStore(): ProvisioningStore {
  const stored = new Map<Eui64, StoredState>()
  return {
    load: async (devEui) => stored.get(devEui),
    async save(state, revision) {
      if ((stored.get(state.devEui)?.revision ?? 0) !== revision) return { ok: false, code: 'state-moved-on' }
      stored.set(state.devEui, { revision: revision + 1, state })
      return { ok: true, revision: revision + 1 }
    },
  }
}
