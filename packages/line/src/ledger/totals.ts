import type { RefusedBecause } from './entry.ts'

/** Counts of a shift, or of all shifts. */
export interface Totals {
  /** Devices that got a good label, each once. */
  readonly labelled: number
  /** Labels of devices that were sent once more. */
  readonly reprinted: number
  readonly voided: number
  /** Scans that showed the label of another device. */
  readonly mixUps: number
  /** Scans of a printed label that could not be read, or were not of the label. */
  readonly unreadable: number
  readonly refused: Readonly<Record<RefusedBecause, number>>
  readonly cartons: number
  readonly pallets: number
}

type Counted = Exclude<keyof Totals, 'refused'>

/** Totals that are still counted. */
export interface Counter {
  count(what: Counted): void
  refuse(because: RefusedBecause): void
  totals(): Totals
  /** Begins anew. */
  clear(): void
}

export function createCounter(): Counter {
  let totals = nothing()
  return {
    count: (what) => void (totals = { ...totals, [what]: totals[what] + 1 }),
    refuse(because) {
      const refused = { ...totals.refused, [because]: totals.refused[because] + 1 }
      totals = { ...totals, refused }
    },
    totals: () => totals,
    clear: () => void (totals = nothing()),
  }
}

function nothing(): Totals {
  return {
    labelled: 0,
    reprinted: 0,
    voided: 0,
    mixUps: 0,
    unreadable: 0,
    refused: {
      'unknown-device': 0,
      'refused-device': 0,
      'wrong-product': 0,
      'printed-before': 0,
      unreadable: 0,
      'unusable-label': 0,
    },
    cartons: 0,
    pallets: 0,
  }
}
