import { createKeyMap, halvesOf } from '@claimtag/batch'
import { type LineEntry, labelOf, type OfLabel } from './entry.ts'
import { createCounter, type Totals } from './totals.ts'

/** A carton that waits for its pallet. */
export interface Pack {
  readonly pack: string
  readonly devEuis: readonly string[]
}

/** What the lines of `line.ndjson` add up to: where the station goes on. */
export interface LineState {
  /** By the last entry. */
  readonly operator: string | undefined
  /** A label that was sent and of which it is not known whether it is on paper. */
  readonly doubt: OfLabel | undefined
  /** The device whose printed label is to be scanned. */
  readonly awaited: string | undefined
  /** The label that comes first: the one in doubt, or the one to be scanned. */
  readonly unfinished: string | undefined
  /** A scan showed another device than `awaited`: nothing goes on until the right label was scanned. */
  readonly mixedUp: { readonly scanned: string } | undefined
  /** The last device that was sent. */
  readonly last: string | undefined
  /** Good labels without a carton yet. */
  readonly openCarton: readonly string[]
  /** Cartons without a pallet yet. */
  readonly openPallet: readonly Pack[]
  readonly cartons: number
  readonly pallets: number
  /** Devices that have a good label now. */
  readonly labelled: number
  readonly shift: Totals
  readonly shiftSince: string | undefined
  readonly total: Totals
  /** How often the label was sent. */
  timesSent(label: string): number
  /** Whether the device has a good label. */
  isLabelled(devEui: string): boolean
  /** Why a device that was sent before may be sent again. */
  reasonFor(devEui: string): string | undefined
  take(entry: LineEntry): void
}

/** Why a label is sent again that a person has not found on paper. */
export const NOT_PRINTED = 'it was not on paper'

/** Begins with an empty log. 32 to 64 bytes of memory for each device that was labelled. */
export function createLineState(): LineState {
  const labelled = createKeyMap()
  const sent = createKeyMap()
  const again = new Map<string, number>()
  const voided = new Map<string, string>()
  const missing = new Set<string>()
  const unpacked = new Set<string>()
  const [shift, total] = [createCounter(), createCounter()]
  const counters = [shift, total]
  const now: {
    operator?: string
    doubt: OfLabel | undefined
    awaited: string | undefined
    mixedUp: { readonly scanned: string } | undefined
    last: string | undefined
    openCarton: string[]
    openPallet: Pack[]
    cartons: number
    pallets: number
    shiftSince: string | undefined
  } = {
    doubt: undefined,
    awaited: undefined,
    mixedUp: undefined,
    last: undefined,
    openCarton: [],
    openPallet: [],
    cartons: 0,
    pallets: 0,
    shiftSince: undefined,
  }

  function timesSent(label: string): number {
    return again.get(label) ?? (isDevice(label) && sent.has(...halvesOf(label)) ? 1 : 0)
  }

  function send(label: string): void {
    const before = timesSent(label)
    if (isDevice(label) && before === 0) sent.add(...halvesOf(label), 0)
    else again.set(label, before + 1)
  }

  /** The device has a good label: packed once, however often it is labelled. */
  function finish(devEui: string): void {
    const isNew = labelled.add(...halvesOf(devEui), 0) === undefined
    const wasVoided = voided.delete(devEui)
    missing.delete(devEui)
    now.awaited = undefined
    now.mixedUp = undefined
    if (!isNew && !wasVoided) return
    if (isNew || unpacked.delete(devEui)) now.openCarton.push(devEui)
    for (const counter of counters) counter.count('labelled')
  }

  function onPaper(of: OfLabel, check: boolean): void {
    now.doubt = undefined
    if (of.devEui === undefined) return
    missing.delete(of.devEui)
    if (check) now.awaited = of.devEui
    else finish(of.devEui)
  }

  function pack(entry: Extract<LineEntry, { result: 'packing' }>): void {
    const { pack: name, packs, devEuis = [] } = entry
    now.doubt = { pack: name }
    send(name)
    if (entry.attempt > 1) return
    if (packs === undefined) {
      now.cartons += 1
      now.openCarton = []
      // Without pallets, cartons would be remembered for ever.
      if (entry.onPallet === true) now.openPallet.push({ pack: name, devEuis })
    } else {
      now.pallets += 1
      now.openPallet = []
    }
    for (const counter of counters) counter.count(packs === undefined ? 'cartons' : 'pallets')
  }

  function take(entry: LineEntry): void {
    now.operator = entry.by
    now.shiftSince ??= entry.at
    switch (entry.result) {
      case 'shift': {
        shift.clear()
        now.shiftSince = entry.at
        return
      }
      case 'sending': {
        const { devEui } = entry
        send(devEui)
        Object.assign(now, { last: devEui, doubt: { devEui }, awaited: undefined, mixedUp: undefined })
        if (entry.attempt > 1) for (const counter of counters) counter.count('reprinted')
        return
      }
      case 'packing':
        return pack(entry)
      case 'printed':
        return onPaper(entry, entry.check)
      case 'uncertain': {
        now.doubt = ofLabel(entry)
        return
      }
      case 'answered': {
        if (entry.answer === 'printed') return onPaper(entry, entry.check)
        now.doubt = undefined
        missing.add(labelOf(entry))
        return
      }
      case 'checked': {
        if (entry.scan === 'good') finish(entry.devEui)
        else if (entry.scan === 'other-device') {
          now.mixedUp = { scanned: entry.scanned ?? '' }
          for (const counter of counters) counter.count('mixUps')
        } else for (const counter of counters) counter.count('unreadable')
        return
      }
      case 'refused': {
        for (const counter of counters) counter.refuse(entry.because)
        return
      }
      case 'voided':
        return spoil(entry.devEui, entry.reason)
      default:
    }
  }

  function spoil(devEui: string, reason: string): void {
    voided.set(devEui, reason)
    if (now.openCarton.includes(devEui)) {
      now.openCarton = now.openCarton.filter((other) => other !== devEui)
      unpacked.add(devEui)
    }
    if (now.awaited === devEui) Object.assign(now, { awaited: undefined, mixedUp: undefined })
    for (const counter of counters) counter.count('voided')
  }

  return {
    get operator() {
      return now.operator
    },
    get doubt() {
      return now.doubt
    },
    get awaited() {
      return now.awaited
    },
    get unfinished() {
      return now.doubt === undefined ? now.awaited : labelOf(now.doubt)
    },
    get mixedUp() {
      return now.mixedUp
    },
    get last() {
      return now.last
    },
    get openCarton() {
      return now.openCarton
    },
    get openPallet() {
      return now.openPallet
    },
    get cartons() {
      return now.cartons
    },
    get pallets() {
      return now.pallets
    },
    get labelled() {
      return labelled.size - [...voided.keys()].filter((devEui) => labelled.has(...halvesOf(devEui))).length
    },
    get shift() {
      return shift.totals()
    },
    get shiftSince() {
      return now.shiftSince
    },
    get total() {
      return total.totals()
    },
    timesSent,
    isLabelled: (devEui) => labelled.has(...halvesOf(devEui)) && !voided.has(devEui),
    reasonFor: (devEui) => voided.get(devEui) ?? (missing.has(devEui) ? NOT_PRINTED : undefined),
    take,
  }
}

function isDevice(label: string): boolean {
  return !label.includes('-')
}

function ofLabel({ devEui, pack }: OfLabel): OfLabel {
  return devEui === undefined ? { pack } : { devEui }
}
