import { type LanguageName, parsePrinterUrl, type PrinterEvent, printerUrl } from '@claimtag/printer'
import { LineError } from '../issue.ts'
import type { OfLabel, Unstamped } from '../ledger/entry.ts'
import type { PrinterWait } from '../notice.ts'
import { type LinePrinter, linePrinter, type LinePrinterOptions } from './line-printer.ts'
import type { PackLabelOptions, PackPlan } from './packs.ts'

/** What a printer is for. */
export type Prints = 'device' | 'carton' | 'pallet'

/** A printer's address, and what it takes. */
export interface PrinterPlace extends PackLabelOptions {
  readonly to: string
}

/** The printers of a station: one for all labels, or others for cartons and pallets. */
export interface Printers {
  of(prints: Prints): LinePrinter
  /** The one that has to be seen to, the one that is in use first; `undefined` when none lacks anything. */
  waiting(inUse: Prints | undefined): { readonly prints: Prints; readonly wait: PrinterWait } | undefined
  close(): Promise<void>
}

const ALL: readonly Prints[] = ['device', 'carton', 'pallet']

/**
 * Opens each address once, whatever is printed there: a printer serves one connection at a time.
 *
 * @throws LineError `printer-languages`
 * @throws PrinterError `printer-address`
 */
export function openPrinters(
  places: Readonly<Record<Prints, PrinterPlace>>,
  options: LinePrinterOptions,
  onEvent: (event: PrinterEvent, printer: string) => void,
): Printers {
  const names = {
    device: nameOf(places.device.to),
    carton: nameOf(places.carton.to),
    pallet: nameOf(places.pallet.to),
  }
  const languages = new Map<string, LanguageName>()
  for (const prints of ALL) {
    const [name, { language }] = [names[prints], places[prints]]
    if ((languages.get(name) ?? language) !== language)
      throw new LineError({ code: 'printer-languages', address: name })
    languages.set(name, language)
  }
  const opened = new Map<string, LinePrinter>()
  const waits = new Map<string, PrinterWait>()

  function observe(event: PrinterEvent, name: string): void {
    if (event.type === 'paused' || event.type === 'waiting') waits.set(name, event.reason)
    else if (event.type !== 'reconnecting') waits.delete(name)
    onEvent(event, name)
  }

  for (const [name, language] of languages)
    opened.set(name, linePrinter(name, { ...options, language, onEvent: (event) => observe(event, name) }))
  const of = (prints: Prints): LinePrinter => opened.get(names[prints])!

  return {
    of,
    waiting(inUse) {
      // What another one lacks does not hold up the label that is being printed.
      const looked = inUse === undefined ? ALL : [inUse]
      const prints = looked.find((one) => waits.has(names[one]))
      return prints === undefined ? undefined : { prints, wait: waits.get(names[prints]) }
    },
    async close() {
      await Promise.all([...opened.values()].map((printer) => printer.close()))
    },
  }
}

/**
 * The address of a printer, the same in capitals (RFC 4343): a second connection to it would wait for the first one.
 */
function nameOf(to: string): string {
  const address = parsePrinterUrl(to)
  return printerUrl(address.transport === 'tcp' ? { ...address, host: address.host.toLowerCase() } : address)
}

/** Where devices, cartons and pallets are printed. */
export function placesOf(
  device: PrinterPlace,
  { cartons, pallets }: Packing,
): Readonly<Record<Prints, PrinterPlace>> {
  const carton = placeOf(cartons, device)
  return { device, carton, pallet: placeOf(pallets, carton) }
}

function placeOf(plan: PackPlan | undefined, otherwise: PrinterPlace): PrinterPlace {
  return {
    to: plan?.to ?? otherwise.to,
    language: plan?.language ?? otherwise.language,
    dpi: plan?.dpi ?? otherwise.dpi,
  }
}

interface Packing {
  readonly cartons?: PackPlan | undefined
  readonly pallets?: PackPlan | undefined
}

/** What prints a label, or is concerned by an entry. */
export function printsOf(of: OfLabel | Unstamped): Prints {
  const pack = 'pack' in of ? of.pack : undefined
  if (pack === undefined) return 'device'
  return pack.startsWith('pallet') ? 'pallet' : 'carton'
}
