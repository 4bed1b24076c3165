import type { Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '../state.ts'
import type { ListedState, ProvisioningStore, SaveResult } from './provisioning-store.ts'

interface Kept {
  readonly revision: number
  /** Absent once the device was removed. */
  readonly state?: ProvisioningState
  readonly savedAt: number
}

const MOVED_ON: SaveResult = { ok: false, code: 'state-moved-on' }

/**
 * A store that ends with its process.
 *
 * @param now milliseconds since 1970; the platform's clock when left out
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/provisioning'
 *
 * const store = memoryStore()
 * ```
 */
export function memoryStore(now: () => number = Date.now): Required<ProvisioningStore> {
  const kept = new Map<Eui64, Kept>()

  function write(devEui: Eui64, revision: number, state?: ProvisioningState): SaveResult {
    const before = kept.get(devEui)
    const isStored = before?.state !== undefined
    if (isStored ? before.revision !== revision : revision !== 0 || state === undefined) return MOVED_ON
    const next = (before?.revision ?? 0) + 1
    kept.set(devEui, { revision: next, savedAt: now(), ...(state === undefined ? {} : { state }) })
    return { ok: true, revision: next }
  }

  return {
    async load(devEui) {
      const { revision, state } = kept.get(devEui) ?? {}
      return state === undefined || revision === undefined ? undefined : { revision, state }
    },
    save: async (state, revision) => write(state.devEui, revision, state),
    remove: async (devEui, revision) => write(devEui, revision),
    async list({ limit, before }) {
      const all = [...kept.values()].filter((one): one is ListedState => one.state !== undefined)
      return all
        .filter((one) => before === undefined || later(before, one) < 0)
        .sort(later)
        .slice(0, limit)
    },
  }
}

/** Negative when the first one comes first: saved later, or at the same time with the higher DevEUI. */
function later(one: ListedState, other: ListedState): number {
  if (one.savedAt !== other.savedAt) return other.savedAt - one.savedAt
  if (one.state.devEui === other.state.devEui) return 0
  return one.state.devEui > other.state.devEui ? -1 : 1
}
