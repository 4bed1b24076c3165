import type { LineState } from '../ledger/line-state.ts'
import { labelOf } from '../ledger/entry.ts'
import type { Totals } from '../ledger/totals.ts'
import type { Notice, Phase, PrinterWait } from '../notice.ts'

/** Everything that a screen shows of a station: plain data. */
export interface StationView {
  readonly phase: Phase
  /** The label that it is about: a DevEUI, or the name of a pack. */
  readonly label?: string
  /** Whose label was scanned instead. */
  readonly scanned?: string
  readonly notice?: Notice
  readonly printer: { readonly name: string; readonly wait?: Exclude<PrinterWait, undefined> }
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
  readonly printer: string
  readonly wait: PrinterWait
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
  const { printing, notice, wait, source } = now
  const label = printing ?? (state.doubt === undefined ? state.awaited : labelOf(state.doubt))
  return {
    phase: phaseOf(state, printing),
    ...(label === undefined ? {} : { label }),
    ...(state.mixedUp === undefined || printing !== undefined ? {} : { scanned: state.mixedUp.scanned }),
    ...(notice === undefined ? {} : { notice }),
    printer: { name: now.printer, ...(wait === undefined ? {} : { wait }) },
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
