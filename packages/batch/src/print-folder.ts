import {
  type Confirmation,
  confirmationOf,
  type DeliveryEntry,
  type LanguageName,
  openPrinter,
  parsePrinterUrl,
  printAll,
  PrinterError,
  type PrinterEvent,
  type PrintJob,
} from '@claimtag/printer'
import { resolve } from 'node:path'
import type { LockHolder } from '@claimtag/disk'
import { trustedJob, manifestLines } from './ledger/finished.ts'
import { jobFolder, type JobFolder } from './ledger/folder.ts'
import { idOf } from './ledger/manifest/manifest.ts'
import { lockJob } from './ledger/lock.ts'
import { openAudit, whoPrints } from './print/audit.ts'
import { assertOutsideJob } from './print/outside-job.ts'
import { openDeliveryLog, type DeliveryLog } from './print/delivery-log.ts'
import { type ChosenLabel, gatherRows } from './print/gather-rows.ts'
import { gracefulStop } from './print/graceful-stop.ts'
import { select, type UncertainDecision, type Wanted } from './print/selection.ts'
import { sentBeside, type SentBeside } from './print/jobs-beside.ts'
import { openPrintables } from './print/printable.ts'
import type { LabelOrigin } from './print/redrawing.ts'

export interface PrintOptions {
  /** The folder of a finished job. */
  readonly out: string
  /** The printer's address, as in `parsePrinterUrl` of `@claimtag/printer`: `tcp://host:9100`, `lp://QUEUE` … */
  readonly to: string
  /** Default `zpl`. */
  readonly language?: LanguageName
  /** Only these devices, 16 upper-case hex digits each; when left out, every label that was not sent before. */
  readonly devEuis?: readonly string[] | undefined
  /**
   * Prints those devices again although they were sent before; the reason is recorded in `audit.ndjson`. Without
   * `devEuis`, it applies to labels that jobs in neighbouring folders have sent, and this one has not.
   */
  readonly reprint?: { readonly reason: string } | undefined
  /**
   * Default `hold`. `printed` applies to labels of earlier runs, since a person cannot have looked at those of this
   * one.
   */
  readonly uncertain?: UncertainDecision
  /**
   * Draws the labels again instead of reading their files. For a few labels: each one reads the rows from the first.
   */
  readonly origin?: LabelOrigin | undefined
  /**
   * How long the printer may be out of reach, or busy, paused or without paper without any change, in milliseconds.
   * By default it may be out of reach for 10 s at the beginning and 10 minutes later; while it says why it does not
   * print, the wait has no end.
   */
  readonly giveUpMs?: number | undefined
  /**
   * Ends the call when the prints on their way, sixteen at most, are done; labels that are not waited for are
   * uncertain.
   */
  readonly signal?: AbortSignal | undefined
  /** How long to wait for them, in milliseconds. Default 10 s. */
  readonly graceMs?: number | undefined
  readonly onEvent?: (event: PrinterEvent) => void
  /** A process on another machine may be working in the folder; it takes up to a minute to find out. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  /** Number of settled labels, of all that are wanted. */
  readonly onProgress?: (labels: number, total: number) => void
  /** Default: the system's clock. */
  readonly now?: () => Date
}

/** The outcome for the labels. */
export interface PrintSummary {
  /** Labels that the printer has confirmed as printed, or that its queue, or the file, has taken. */
  readonly printed: number
  /** Which of the two: a queue and a file do not tell whether a label is on paper. */
  readonly confirms: Confirmation
  /** Labels that an earlier run has sent, so they were not sent again. */
  readonly skipped: number
  /** Labels that were not printed because a job in a neighbouring folder has sent them: `reprint` prints them. */
  readonly beside?: { readonly labels: number; readonly path: string }
  /** The signal ended the call; the same call continues. */
  readonly interrupted: boolean
  /** The printer ended the call; the same call continues when it is back. */
  readonly failure?: PrinterError
  /** Devices, and cartons by their names, whose labels may or may not be on paper: a person has to look. */
  readonly uncertain: readonly string[]
}

export async function printFolder(options: PrintOptions): Promise<PrintSummary> {
  const { out, devEuis, language = 'zpl', signal, origin, onProgress } = options
  const folder = jobFolder(out)
  const job = await trustedJob(folder)
  const address = parsePrinterUrl(options.to)
  if (address.transport === 'file') assertOutsideJob(out, resolve(address.path))
  const { labelled, cartons } = job.record
  const total = devEuis?.length ?? labelled + (cartons?.labels ?? 0)
  const lock = await lockJob(folder, { signal, now: options.now, onWait: options.onWait })
  const counts = { printed: 0, skipped: 0 }
  const beside = { labels: 0, path: '' }
  let interrupted = false
  let failure: PrinterError | undefined
  let spoilt: unknown
  try {
    const printables = await openPrintables(folder, job, language, origin)
    const deliveries = openDeliveryLog(folder, lock, options.now)
    try {
      const elsewhere = await sentBeside(folder, job.record)
      const wanted = await select(folder, options, deliveries, elsewhere)
      for await (const { confirmed, labels } of send(jobs(wanted, elsewhere), options, folder, deliveries)) {
        if (confirmed) counts.printed += labels
        else if (signal?.aborted === true) interrupted = true
        onProgress?.(settled(), total)
      }
      if (spoilt !== undefined) throw spoilt
      interrupted ||= signal?.aborted === true && settled() < total
    } catch (error) {
      if (
        !(error instanceof PrinterError) ||
        error.code === 'printer-address' ||
        error.code === 'serialport-missing'
      )
        throw error
      if (error.code === 'printer-interrupted') interrupted = true
      else failure = error
    } finally {
      printables.close()
      deliveries.close()
    }
    const doubtful = [...deliveries.doubtful()]
    const uncertain = doubtful.filter((devEui) => devEuis?.includes(devEui) ?? true)
    return {
      ...counts,
      confirms: confirmationOf(address),
      interrupted,
      ...(failure === undefined ? {} : { failure }),
      ...(beside.labels === 0 ? {} : { beside }),
      uncertain,
    }

    function settled(): number {
      return counts.printed + counts.skipped + beside.labels
    }

    async function* jobs(wanted: Wanted, elsewhere: SentBeside): AsyncGenerator<PrintJob> {
      const rows = gatherRows(chosen(wanted, elsewhere), printables.columns)
      for await (const { labels, sentBefore } of rows) {
        if (signal?.aborted === true) return
        const [first, ...others] = labels
        let bytes: Uint8Array
        try {
          bytes = await printables.of(first, ...others)
        } catch (error) {
          // Labels on their way are waited for first, otherwise they would become uncertain.
          spoilt = error
          return
        }
        const sameBytes = others.length === 0 ? {} : { beside: others.map(idOf) }
        yield { id: idOf(first), ...sameBytes, bytes, sentBefore }
      }
    }

    /** The labels to print, in the order of the job. */
    async function* chosen(wanted: Wanted, elsewhere: SentBeside): AsyncGenerator<ChosenLabel> {
      for await (const entry of manifestLines(folder)) {
        const id = idOf(entry)
        const decision = wanted(id)
        const path = elsewhere(id)
        if (decision === 'skip') counts.skipped++
        if (decision === 'beside' && beside.labels++ === 0) beside.path = path ?? ''
        if (decision !== 'print') continue
        yield { entry, sentBefore: deliveries.timesSent(id) + (path === undefined ? 0 : 1) }
      }
    }
  } finally {
    lock.release()
  }
}

/** Yields for each print, and its number of labels, whether the printer has confirmed it. */
async function* send(
  jobs: AsyncIterable<PrintJob>,
  {
    to,
    language = 'zpl',
    uncertain,
    reprint,
    giveUpMs,
    signal,
    graceMs = 10_000,
    onEvent,
    now = () => new Date(),
  }: PrintOptions,
  folder: JobFolder,
  deliveries: DeliveryLog,
): AsyncGenerator<{ readonly confirmed: boolean; readonly labels: number }> {
  const by = whoPrints()
  const audit = openAudit(folder)
  const reason = reprint?.reason ?? 'uncertain whether it was printed'

  function journal(entry: DeliveryEntry): void {
    if (entry.state === 'sent' && entry.attempt > 1) {
      const at = now().toISOString()
      audit.log(entry.ids.map((devEui) => ({ at, devEui, reason, by, printer: to })))
    }
    deliveries.record(entry, { by, printer: to })
  }

  const stop = gracefulStop(signal, graceMs)
  const printer = await openPrinter(to, {
    language,
    journal,
    uncertain: uncertain === 'reprint' ? 'reprint' : 'hold',
    ...(giveUpMs === undefined ? {} : { giveUpMs, openMs: giveUpMs, notReadyMs: giveUpMs }),
    signal: stop.signal,
    onEvent(event) {
      stop.observe(event)
      onEvent?.(event)
    },
  })
  try {
    for await (const { outcome, beside = [] } of printAll(printer, jobs))
      yield { confirmed: outcome === 'confirmed', labels: 1 + beside.length }
  } finally {
    await printer.close()
    stop.close()
    audit.close()
  }
}
