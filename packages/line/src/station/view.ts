import type { LineState } from '../ledger/line-state.ts'
import type { OfLabel } from '../ledger/entry.ts'
import type { Totals } from '../ledger/totals.ts'
import type { Notice, Phase, PrinterWait } from '../notice.ts'
import { type Printers, type Prints, printsOf } from './printers.ts'

/** Everything that a screen shows of a station: plain data. */
export interface StationView {
  readonly phase: Phase
  /** The label that it is about: a DevEUI, or the name of a pack. */
  readonly label?: string
  /** The device that a reprint or a void would be for. */
  readonly subject?: string
  /** Whose label was scanned instead. */
  readonly scanned?: string
  readonly notice?: Notice
  /** The one that the label goes to, or that has to be seen to. `prints`: what it is for, when there are several. */
  readonly printer: {
    readonly name: string
    readonly prints?: Prints
    readonly wait?: Exclude<PrinterWait, undefined>
  }
  /** The addresses of all, when there are several. */
  readonly printers?: Readonly<Record<Prints, string>>
  readonly operator: string
  readonly source: { readonly name: string; readonly devices?: number }
  readonly labelled: number
  readonly carton?: { readonly number: number; readonly devices: number; readonly size: number }
  readonly pallet?: { readonly number: number; readonly cartons: number; readonly size: number }
  readonly shift: Totals
  /** Of all shifts. */
  readonly total: Totals
  readonly shiftSince?: string
  /** Arrivals and actions that wait for their turn. */
  readonly waiting: number
}

/** What a view is made of, beside the log. */
export interface Surroundings {
  readonly printing: string | undefined
  readonly notice: Notice | undefined
  readonly subject: string | undefined
  readonly printers: Printers
  readonly operator: string
  readonly source: { readonly name: string; readonly devices: number | undefined }
  readonly cartonSize: number | undefined
  readonly palletSize: number | undefined
  readonly waiting: number
}

function phaseOf(state: LineState, printing: string | undefined): Phase {
  if (printing !== undefined) return 'printing'
  if (state.doubt !== undefined) return 'ask'
  if (state.mixedUp !== undefined) return 'stopped'
  return state.awaited === undefined ? 'ready' : 'check'
}

export function viewOf(state: LineState, now: Surroundings): StationView {
  const { printing, notice, source } = now
  const label = printing ?? state.unfinished
  return {
    phase: phaseOf(state, printing),
    ...(label === undefined ? {} : { label }),
    ...(state.mixedUp === undefined || printing !== undefined ? {} : { scanned: state.mixedUp.scanned }),
    ...subjectOf(state, now),
    ...(notice === undefined ? {} : { notice }),
    ...printersOf(printing, now),
    operator: now.operator,
    source: { name: source.name, ...(source.devices === undefined ? {} : { devices: source.devices }) },
    labelled: state.labelled,
    ...(now.cartonSize === undefined
      ? {}
      : { carton: { number: state.cartons + 1, devices: state.openCarton.length, size: now.cartonSize } }),
    ...(now.palletSize === undefined
      ? {}
      : { pallet: { number: state.pallets + 1, cartons: state.openPallet.length, size: now.palletSize } }),
    shift: state.shift,
    total: state.total,
    ...(state.shiftSince === undefined ? {} : { shiftSince: state.shiftSince }),
    waiting: now.waiting,
  }
}

/** As `operate` chooses it. */
function subjectOf(state: LineState, { subject }: Surroundings): Pick<StationView, 'subject'> {
  const found = state.awaited ?? subject ?? state.last
  return found === undefined ? {} : { subject: found }
}

function printersOf(
  printing: string | undefined,
  { printers, cartonSize, palletSize }: Surroundings,
): Pick<StationView, 'printer' | 'printers'> {
  const inUse = printing === undefined ? undefined : printsOf(labelled(printing))
  const waiting = printers.waiting(inUse)
  const prints = waiting?.prints ?? inUse ?? 'device'
  const wait = waiting?.wait
  const [device, carton, pallet] = [printers.of('device'), printers.of('carton'), printers.of('pallet')].map(
    ({ name }) => name,
  ) as [string, string, string]
  const areSeveral =
    (cartonSize !== undefined && carton !== device) || (palletSize !== undefined && pallet !== device)
  return {
    printer: {
      name: printers.of(prints).name,
      ...(areSeveral ? { prints } : {}),
      ...(wait === undefined ? {} : { wait }),
    },
    ...(areSeveral ? { printers: { device, carton, pallet } } : {}),
  }
}

/** What a label is of, by its name. */
function labelled(name: string): OfLabel {
  return name.includes('-') ? { pack: name } : { devEui: name }
}
