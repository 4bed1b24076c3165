import { parsePrinterUrl, printerUrl } from './address.ts'
import type { Confirmation } from './channel/channel.ts'
import {
  advanceDelivery,
  type DeliveryEntry,
  type DeliveryState,
  nothingDelivered,
  type UncertainReason,
} from './delivery-state.ts'
import { PrinterError } from './issue.ts'
import type { Printed, PrintJob } from './job.ts'
import { openChannel } from './channel/open-channel.ts'
import type { PrinterOptions } from './options.ts'

/** How often a label is sent at most, if every uncertain one is sent again. */
const MOST_ATTEMPTS = 5
/** A printer that loses this many windows in a row does not print, or does not confirm. */
const MOST_DROPS = 16

/** Prints labels, each at most once unless the journal says otherwise. */
export interface Printer {
  /**
   * Resolves when the printer has confirmed the label, or can no longer be asked. Rejects with `PrinterError` when
   * the label was never sent. Labels are printed in the order of the calls. Keep no more than `capacity` calls
   * open, since more than that only waits in memory, and no two with the same id.
   */
  print(job: PrintJob): Promise<Printed>
  readonly capacity: number
  /** What the outcome `confirmed` means at this printer. */
  readonly confirms: Confirmation
  state(): DeliveryState
  /** Ends at once: await labels first if they have to be confirmed. */
  close(): Promise<void>
}

interface Waiting {
  readonly job: PrintJob
  attempts: number
  readonly resolve: (printed: Printed) => void
  readonly reject: (error: unknown) => void
}

/**
 * Connects to a label printer and resolves when the printer, or its queue, has given its status. `url` as in
 * `parsePrinterUrl`.
 *
 * @throws PrinterError `printer-address`, `printer-missing`, `serialport-missing`, `printer-unreachable`,
 *   `printer-silent`, `status-unreadable`, `printer-not-ready`, `printer-interrupted`
 *
 * @example
 * ```ts
 * import { openPrinter } from '@claimtag/printer'
 *
 * // A printer on the network would be 'tcp://192.0.2.7'.
 * const printer = await openPrinter('file://printer.bin', { language: 'zpl' })
 * const bytes = Buffer.from('^XA^FO20,20^A0N,30^FD70B3D57ED00A0004^FS^XZ')
 * const { outcome } = await printer.print({ id: '70B3D57ED00A0004', bytes })
 * console.log(outcome) // confirmed
 * await printer.close()
 * ```
 */
export async function openPrinter(url: string, options: PrinterOptions = {}): Promise<Printer> {
  const { signal, journal, onEvent = () => undefined, windowLabels = 8, windowBytes = 65_536 } = options
  const address = parsePrinterUrl(url)
  const stop = new AbortController()
  const channel = await openChannel(address, options, stop.signal, onEvent)
  const queue: Waiting[] = []
  let window: Waiting[] = []
  let state = nothingDelivered
  let drops = 0
  let ended: { readonly reason: UncertainReason; readonly error: unknown } | undefined
  let wake: (() => void) | undefined
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))

  const interrupt = () => end('interrupted', new PrinterError({ code: 'printer-interrupted' }))
  signal?.addEventListener('abort', interrupt, { once: true })
  if (signal?.aborted === true) interrupt()

  channel.limit(options.openMs ?? 10_000)
  try {
    while (!(await channel.ready())) if (stop.signal.aborted) break
    if (ended !== undefined) throw ended.error
  } catch (error) {
    signal?.removeEventListener('abort', interrupt)
    await channel.close()
    throw error
  }
  channel.limit(options.giveUpMs ?? 600_000)
  const running = run()

  return {
    capacity: windowLabels * 2,
    confirms: channel.confirms,
    print: (job) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended.error)
        queue.push({ job, attempts: job.sentBefore ?? 0, resolve, reject })
        wake?.()
      }),
    state: () => state,
    async close() {
      end('closed', new PrinterError({ code: 'printer-closed' }))
      await running
    },
  }

  function end(reason: UncertainReason, error: unknown): void {
    ended ??= { reason, error }
    stop.abort()
    // Bytes that were written may still leave: a whole label too many is better than half a label in the printer.
    void channel.close()
    wake?.()
  }

  async function run(): Promise<void> {
    try {
      while (!stop.signal.aborted) {
        if (queue.length === 0) {
          await new Promise<void>((resolve) => (wake = resolve))
          continue
        }
        channel.begin()
        if (await channel.ready()) await deliver()
      }
    } catch (error) {
      ended ??= { reason: 'gave-up', error }
    }
    await settle()
  }

  async function deliver(): Promise<void> {
    window = takeWindow()
    const attempt = window[0]!.attempts + 1
    for (const waiting of window) waiting.attempts = attempt
    await record({ state: 'sent', ids: ids(window), attempt })
    // The journal has recorded by now that these labels may be printed.
    if (ended !== undefined) return
    onEvent({ type: 'sent', ids: ids(window), attempt })
    if (await channel.deliver(Buffer.concat(window.map(({ job }) => job.bytes)))) await confirm()
    else if (ended === undefined) await drop()
  }

  /** First attempts and reprints never share a window, so that a journal entry has one attempt. */
  function takeWindow(): Waiting[] {
    const attempts = queue[0]!.attempts
    let prints = 0
    let labels = 0
    let bytes = 0
    while (queue[prints]?.attempts === attempts) {
      const { job } = queue[prints]!
      labels += namesOf(job).length
      bytes += job.bytes.length
      if (prints > 0 && (labels > windowLabels || bytes > windowBytes)) break
      prints += 1
    }
    return queue.splice(0, prints)
  }

  async function drop(): Promise<void> {
    drops += 1
    await doubt('connection-lost')
    if (drops < MOST_DROPS) return
    throw new PrinterError({ code: 'printer-drops', printer: printerUrl(address), times: drops })
  }

  async function confirm(): Promise<void> {
    drops = 0
    // `printed` is left out, so that journals of earlier versions mean the same.
    const confirms = channel.confirms === 'printed' ? {} : { confirms: channel.confirms }
    await record({ state: 'confirmed', ids: ids(window), ...confirms })
    for (const { job, attempts, resolve } of window.splice(0)) {
      for (const id of namesOf(job)) onEvent({ type: channel.confirms, id })
      resolve(outcomeOf(job, 'confirmed', attempts))
    }
  }

  async function doubt(reason: UncertainReason): Promise<void> {
    const named = ids(window)
    await record({ state: 'uncertain', ids: named, reason })
    onEvent({ type: 'uncertain', ids: named, reason })
    const decision = await decide(named, reason)
    const doubtful = window.splice(0)
    if (decision === 'reprint') queue.unshift(...doubtful)
    else resolveUncertain(doubtful)
  }

  async function decide(named: readonly string[], reason: UncertainReason): Promise<'hold' | 'reprint'> {
    const { uncertain = 'hold' } = options
    if (uncertain === 'reprint') return window[0]!.attempts < MOST_ATTEMPTS ? 'reprint' : 'hold'
    if (uncertain === 'hold') return 'hold'
    // A person may need an hour to decide; an interruption does not wait for that.
    return Promise.race([uncertain(named, reason), stopped.then(() => 'hold' as const)])
  }

  /** Settles every open call with what is known about its label. */
  async function settle(): Promise<void> {
    signal?.removeEventListener('abort', interrupt)
    const { reason, error } = ended!
    const sent = window.filter(({ job }) => state.sent.includes(job.id))
    try {
      if (sent.length > 0) {
        await record({ state: 'uncertain', ids: ids(sent), reason })
        onEvent({ type: 'uncertain', ids: ids(sent), reason })
      }
    } catch {
      // The journal cannot be written. Its last entry is `sent`, which also means uncertain to a reader.
    }
    const perhaps = new Set([...state.sent, ...state.uncertain])
    const open = [...window.splice(0), ...queue.splice(0)]
    resolveUncertain(open.filter(({ job }) => perhaps.has(job.id)))
    for (const { job, reject } of open) if (!perhaps.has(job.id)) reject(error)
    await channel.close()
  }

  async function record(entry: DeliveryEntry): Promise<void> {
    await journal?.(entry)
    state = advanceDelivery(state, entry)
  }
}

function ids(labels: readonly Waiting[]): readonly string[] {
  return labels.flatMap(({ job }) => namesOf(job))
}

function namesOf({ id, beside = [] }: PrintJob): readonly string[] {
  return [id, ...beside]
}

function outcomeOf({ id, beside }: PrintJob, outcome: Printed['outcome'], attempts: number): Printed {
  return { id, ...(beside === undefined ? {} : { beside }), outcome, attempts }
}

function resolveUncertain(labels: readonly Waiting[]): void {
  for (const { job, attempts, resolve } of labels) resolve(outcomeOf(job, 'uncertain', attempts))
}
