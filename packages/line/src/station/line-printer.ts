import {
  type Confirmation,
  confirmationOf,
  type DeliveryEntry,
  openPrinter,
  parsePrinterUrl,
  type Printer,
  PrinterError,
  type PrinterOptions,
  printerUrl,
  type PrintJob,
} from '@claimtag/printer'

/** What became of a label. `not-sent`: not a byte of it has left. */
export type PrintOutcome =
  | { readonly state: 'on-paper' }
  | { readonly state: 'uncertain' }
  | { readonly state: 'not-sent'; readonly error: PrinterError }

/** A printer that is waited for, whatever it lacks, for as long as the station is open. */
export interface LinePrinter {
  /** Its address. */
  readonly name: string
  readonly confirms: Confirmation
  /**
   * Prints one label. `journal` is called before its first byte leaves, and with what became of it.
   *
   * @throws the errors of `journal`
   */
  print(job: PrintJob, journal: (entry: DeliveryEntry) => void): Promise<PrintOutcome>
  close(): Promise<void>
}

export type LinePrinterOptions = Omit<PrinterOptions, 'journal' | 'uncertain' | 'signal'>

/**
 * A printer for a station: connected at once, so that the first label need not wait for it, and looked for without
 * end when it is away.
 *
 * @throws PrinterError `printer-address`
 *
 * @example
 * ```ts
 * import { linePrinter } from '@claimtag/line'
 *
 * // A printer on the network would be 'tcp://192.0.2.7'.
 * const printer = linePrinter('file://printer.bin')
 * const bytes = Buffer.from('^XA^FO20,20^A0N,30^FD70B3D57ED00A0004^FS^XZ')
 * const { state } = await printer.print({ id: '70B3D57ED00A0004', bytes }, () => undefined)
 * console.log(state) // on-paper
 * await printer.close()
 * ```
 */
export function linePrinter(url: string, options: LinePrinterOptions = {}): LinePrinter {
  const address = parsePrinterUrl(url)
  const stop = new AbortController()
  let journal: ((entry: DeliveryEntry) => void) | undefined
  let opening: Promise<Printer> | undefined

  function open(): Promise<Printer> {
    opening ??= openPrinter(url, {
      openMs: Number.POSITIVE_INFINITY,
      giveUpMs: Number.POSITIVE_INFINITY,
      ...options,
      windowLabels: 1,
      signal: stop.signal,
      journal: (entry) => journal?.(entry),
    })
    return opening
  }

  // What is wrong with it shows when the first label is to be printed.
  open().catch(() => undefined)

  return {
    name: printerUrl(address),
    confirms: confirmationOf(address),
    async print(job, record) {
      let failure: unknown
      journal = (entry) => {
        try {
          record(entry)
        } catch (error) {
          failure = error
          throw error
        }
      }
      try {
        const printer = await open()
        const { outcome } = await printer.print(job)
        if (failure !== undefined) throw failure
        return outcome === 'confirmed' ? { state: 'on-paper' } : { state: 'uncertain' }
      } catch (error) {
        if (failure !== undefined) throw failure
        if (!(error instanceof PrinterError)) throw error
        // The next label asks again.
        opening = undefined
        return { state: 'not-sent', error }
      }
    },
    async close() {
      stop.abort()
      const printer = await opening?.catch(() => undefined)
      await printer?.close()
    },
  }
}
