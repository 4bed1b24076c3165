import type { Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '../state.ts'

/**
 * A state as it is stored. Each save adds 1 to the revision of its device; the first one makes it 1. A device that was
 * removed counts on when it is saved again, so a process that was left behind by both is refused.
 */
export interface StoredState {
  readonly revision: number
  readonly state: ProvisioningState
}

/** A state in a list. */
export interface ListedState extends StoredState {
  /** Milliseconds since 1970, by the clock of the store. */
  readonly savedAt: number
}

/** `state-moved-on`: another process has saved the device since, and nothing was stored. */
export type SaveResult =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly code: 'state-moved-on' }

/**
 * Keeps how far devices have come. Any number of processes may share one: of two that go on from the same revision,
 * one is refused.
 */
export interface ProvisioningStore {
  load(devEui: Eui64): Promise<StoredState | undefined>
  /**
   * Stores the state, durably once it has resolved.
   *
   * @param revision the one that the state goes on from; 0 for a device that is not stored yet
   */
  save(state: ProvisioningState, revision: number): Promise<SaveResult>
  /** Takes a device out, as after its release: it is not stored any more, and may begin again. */
  remove?(devEui: Eui64, revision: number): Promise<SaveResult>
  /**
   * A page of devices; those saved last come first.
   *
   * @param query `before`: the last one of the page before
   */
  list?(query: {
    readonly limit: number
    readonly before?: ListedState | undefined
  }): Promise<readonly ListedState[]>
}
