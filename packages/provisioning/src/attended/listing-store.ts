import type { ListedState, ProvisioningStore, StoredState } from '../store/provisioning-store.ts'

/** A store that can go through all its devices. */
export interface ListingStore extends ProvisioningStore {
  states(): AsyncIterable<StoredState>
}

/** Devices that are asked for at a time. */
const PAGE = 200

/**
 * A store that lists its devices page by page, as one that goes through all of them.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/provisioning'
 * import { listingStore } from '@claimtag/provisioning/attended'
 *
 * for await (const { state } of listingStore(memoryStore()).states()) console.log(state.step)
 * ```
 */
export function listingStore(store: Required<ProvisioningStore>): ListingStore {
  return {
    ...store,
    async *states() {
      let before: ListedState | undefined
      do {
        const page = await store.list({ limit: PAGE, before })
        yield* page
        before = page.length < PAGE ? undefined : page[page.length - 1]
      } while (before !== undefined)
    },
  }
}
