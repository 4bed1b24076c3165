import type { Confirmation } from './channel/channel.ts'

/** Why it is not known whether labels were printed. */
export type UncertainReason = 'connection-lost' | 'gave-up' | 'closed' | 'interrupted'

/**
 * One line of a journal. `sent` is written before the first byte leaves, `confirmed` after the printer said that
 * nothing is left to print, `uncertain` when it can no longer be asked. A reprint is a `sent` with `attempt` 2 or
 * more. Plain data with ids only, ready for `JSON.stringify`.
 */
export type DeliveryEntry =
  | { readonly state: 'sent'; readonly ids: readonly string[]; readonly attempt: number }
  | {
      readonly state: 'confirmed'
      readonly ids: readonly string[]
      /** The person who looked, if the printer itself did not confirm. */
      readonly by?: string
      /** What was confirmed; `printed` when left out. */
      readonly confirms?: Confirmation
    }
  | { readonly state: 'uncertain'; readonly ids: readonly string[]; readonly reason: UncertainReason }

/**
 * What a journal adds up to: the state of its labels. Its size depends on the open labels, not on the journal's
 * length.
 */
export interface DeliveryState {
  /** How many labels the printer has confirmed. */
  readonly confirmed: number
  /** How many labels were sent again after they had become uncertain. */
  readonly reprinted: number
  /** Sent, not confirmed yet; if the journal ends here, it is not known whether they were printed. */
  readonly sent: readonly string[]
  /** Printed or not: it is not known. */
  readonly uncertain: readonly string[]
}

export const nothingDelivered: DeliveryState = { confirmed: 0, reprinted: 0, sent: [], uncertain: [] }

/**
 * Adds one journal entry to a state.
 *
 * @example
 * ```ts
 * import { advanceDelivery, type DeliveryEntry, nothingDelivered } from '@claimtag/printer'
 *
 * const journal: DeliveryEntry[] = [{ state: 'sent', ids: ['70B3D57ED00A0004', '70B3D57ED00A000B'], attempt: 1 }]
 * const state = journal.reduce(advanceDelivery, nothingDelivered)
 * // After a crash, both lists may or may not be on paper.
 * console.log([...state.uncertain, ...state.sent].length) // 2
 * ```
 */
export function advanceDelivery(state: DeliveryState, entry: DeliveryEntry): DeliveryState {
  const named = new Set(entry.ids)
  const others = (ids: readonly string[]) => ids.filter((id) => !named.has(id))
  if (entry.state === 'sent') {
    const reprinted = state.reprinted + (entry.attempt > 1 ? entry.ids.length : 0)
    const sent = [...others(state.sent), ...entry.ids]
    return { ...state, reprinted, sent, uncertain: others(state.uncertain) }
  }
  if (entry.state === 'confirmed') {
    const confirmed = state.confirmed + entry.ids.length
    return { ...state, confirmed, sent: others(state.sent), uncertain: others(state.uncertain) }
  }
  const uncertain = [...others(state.uncertain), ...entry.ids]
  return { ...state, sent: others(state.sent), uncertain }
}
