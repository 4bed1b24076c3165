import type { Eui64 } from '@claimtag/core'
import { provisioningError } from '../provisioning-error.ts'
import type { ProvisioningState } from '../state.ts'
import type { ProvisioningStore } from './provisioning-store.ts'

/** A store as a workflow uses it: it goes on from what it has loaded or saved itself. */
export interface Saves {
  /** The state to go on from; `undefined` when the device was never begun. */
  readonly load: (devEui: Eui64) => Promise<ProvisioningState | undefined>
  /**
   * For the `save` of `createWorkflow`.
   *
   * @throws ProvisioningError `state-moved-on` when another process has saved the device; `load` it again to go on
   */
  readonly save: (state: ProvisioningState) => Promise<void>
}

/**
 * Saves the devices of a workflow in a store. A state is saved before its request is sent, so of two processes that
 * work on one device, only one sends it.
 *
 * @example
 * ```ts
 * import { memoryStore, savesIn } from '@claimtag/provisioning'
 *
 * const { load, save } = savesIn(memoryStore())
 * ```
 */
export function savesIn(store: ProvisioningStore): Saves {
  const revisions = new Map<Eui64, number>()
  return {
    async load(devEui) {
      const stored = await store.load(devEui)
      if (stored === undefined) revisions.delete(devEui)
      else revisions.set(devEui, stored.revision)
      return stored?.state
    },
    async save(state) {
      const saved = await store.save(state, revisions.get(state.devEui) ?? 0)
      if (!saved.ok) throw provisioningError({ code: 'state-moved-on', field: 'revision' })
      revisions.set(state.devEui, saved.revision)
    },
  }
}
