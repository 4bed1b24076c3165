import type { Confirmation } from './channel/channel.ts'

/** Why it cannot be found out whether labels were printed. */
export type UncertainReason = 'connection-lost' | 'gave-up' | 'closed' | 'interrupted'

/**
 * One line of a journal. `sent` is handed out before the first byte leaves, `confirmed` after the printer said
 * that nothing is left to print, `uncertain` when it can no longer be asked. A reprint is a `sent` with
 * `attempt` 2 or more. Plain data with ids alone, ready for `JSON.stringify`.
 */
export type DeliveryEntry =
  | { readonly state: 'sent'; readonly ids: readonly string[]; readonly attempt: number }
  | {
      readonly state: 'confirmed'
      readonly ids: readonly string[]
      /** The person who looked, when it was not the printer that confirmed them. */
      readonly by?: string
      /** What was confirmed; `printed` when left out. */
      readonly confirms?: Confirmation
    }
  | { readonly state: 'uncertain'; readonly ids: readonly string[]; readonly reason: UncertainReason }

/** Where the labels are: what a journal adds up to. As small as what is open, however long the journal. */
export interface DeliveryState {
  /** How many labels the printer has confirmed. */
  readonly confirmed: number
  /** How many labels were sent again after they had become uncertain. */
  readonly reprinted: number
  /** On their way to paper; uncertain if the journal ends here. */
  readonly sent: readonly string[]
  /** Perhaps printed, perhaps not. */
  readonly uncertain: readonly string[]
}

export const nothingDelivered: DeliveryState = { confirmed: 0, reprinted: 0, sent: [], uncertain: [] }

/**
 * Adds one journal entry to a state.
 *
 * @example
 * const open = entries.reduce(advanceDelivery, nothingDelivered)
 * const toLookFor = [...open.uncertain, ...open.sent] // after a crash, both may or may not be on paper
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
