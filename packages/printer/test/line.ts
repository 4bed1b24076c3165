import {
  type PrinterOptions as Faults,
  type SimulatedPrinter,
  startPrinter,
} from '../../../examples/factory-line/src/index.ts'
import type { DeliveryEntry } from '../src/delivery-state.ts'
import type { PrinterEvent } from '../src/event.ts'
import type { PrinterOptions } from '../src/options.ts'
import { readLabel } from './label.ts'

/** Fast enough for a test, and every wait still bounded. */
const QUICK = {
  statusIntervalMs: 2,
  statusTimeoutMs: 250,
  reconnectMs: 2,
  giveUpMs: 5000,
  openMs: 2000,
} as const

/** A simulated printer, and everything that a print station would record. */
export interface Line {
  readonly printer: SimulatedPrinter
  readonly options: PrinterOptions
  readonly paper: string[]
  readonly journal: DeliveryEntry[]
  readonly events: PrinterEvent[]
  /** Called at each event, so that a test can act like the person at the printer. */
  onEvent: (event: PrinterEvent) => void
  onLabel: () => void
}

export async function startLine(faults: Faults, options: Partial<PrinterOptions> = {}): Promise<Line> {
  const line: Omit<Line, 'printer' | 'options'> = {
    paper: [],
    journal: [],
    events: [],
    onEvent: () => undefined,
    onLabel: () => undefined,
  }
  const printer = await startPrinter({
    ...faults,
    onLabel(label) {
      line.paper.push(readLabel(label))
      line.onLabel()
    },
  })
  return Object.assign(line, {
    printer,
    options: {
      language: faults.language === 'tspl' ? 'tspl' : 'zpl',
      ...QUICK,
      journal: (entry: DeliveryEntry) => void line.journal.push(entry),
      onEvent(event: PrinterEvent) {
        line.events.push(event)
        line.onEvent(event)
      },
      ...options,
    } satisfies PrinterOptions,
  })
}

/** How often each label lies on the table. */
export function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

export function pauses(events: readonly PrinterEvent[], reason: string): number {
  return events.filter((event) => event.type === 'paused' && event.reason === reason).length
}
