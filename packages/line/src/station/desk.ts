import type { Decoder } from '@claimtag/decoder'
import type { PrinterEvent } from '@claimtag/printer'
import type { LineEntry, Unstamped } from '../ledger/entry.ts'
import type { LineLog } from '../ledger/line-log.ts'
import type { LabelSource } from '../source/source.ts'
import type { Notice } from '../notice.ts'
import type { PackLabels, PackPlan } from './packs.ts'
import type { Printers } from './printers.ts'
import type { ProductRule } from './product.ts'

/** What happens at a station, in order: for a screen, and for the programs of a factory (`--json`). */
export type StationEvent =
  /** A line of `line.ndjson`, on the disk. */
  | { readonly type: 'entry'; readonly entry: LineEntry }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** `printer`: its address. */
  | { readonly type: 'printer'; readonly event: PrinterEvent; readonly printer: string }
  /** Devices of machines that wait until a label is dealt with. */
  | { readonly type: 'waiting'; readonly count: number }
  /** A label is on its way to the printer, or waits for it. */
  | { readonly type: 'printing'; readonly label: string }

/** What the parts of a station work with. */
export interface Desk {
  readonly log: LineLog
  readonly source: LabelSource
  readonly printers: Printers
  readonly decoder: Pick<Decoder, 'decode'>
  /** Every printed label is to be scanned. */
  readonly check: boolean
  readonly product: ProductRule
  readonly packs: PackLabels
  readonly cartons: PackPlan | undefined
  readonly pallets: PackPlan | undefined
  operator: string
  /** The label that is being printed. */
  printing: string | undefined
  /** The device that arrived last, when it has its label already: a reason that follows is for it. */
  subject: string | undefined
  /** Stamps an entry, and adds it to the log. */
  write(entry: Unstamped): void
  say(notice: Notice): Notice
  tell(event: StationEvent): void
}
