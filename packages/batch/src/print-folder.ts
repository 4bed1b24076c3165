import { userInfo } from 'node:os'
import { BatchError } from './issue.ts'
import { finishedJob, manifestEntries } from './job/finished.ts'
import { jobFolder, type JobFolder } from './job/folder.ts'
import { lockJob } from './job/lock.ts'
import { logReprint } from './print/audit.ts'
import { openDeliveries, type Deliveries } from './print/deliveries.ts'
import { openPrintables, type Printables } from './print/printable.ts'
import type { PrinterEvent } from './printer/event.ts'
import type { PrintJob } from './printer/job.ts'
import { PrinterError } from './printer/issue.ts'
import type { LanguageName } from './printer/language.ts'
import { printAll } from './printer/print-all.ts'
import { openPrinter } from './printer/printer.ts'

export interface PrintOptions {
  /** The folder of a finished job. */
  readonly out: string
  /** `tcp://host:port`; the port is 9100 unless given. */
  readonly to: string
  /** Default `zpl`. */
  readonly language?: LanguageName
  /** Only these devices, 16 upper-case hex digits each; every label that was not sent before when left out. */
  readonly devEuis?: readonly string[] | undefined
  /** Print those devices again although they were sent before; the reason goes into `audit.ndjson`. */
  readonly reprint?: { readonly reason: string } | undefined
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: (event: PrinterEvent) => void
  /** Default: the system's clock. */
  readonly now?: () => Date
}

/** What became of the labels. */
export interface PrintSummary {
  /** The printer has said that they are printed. */
  readonly printed: number
  /** Sent by an earlier run, and not again. */
  readonly skipped: number
  /** The signal ended it; the same call goes on. */
  readonly interrupted: boolean
  /** Devices whose labels may or may not be on paper: somebody has to look. */
  readonly uncertain: readonly string[]
}

/**
 * Sends labels of a finished job to a printer, in the order of the rows. What was sent is journaled before it leaves,
 * so that the same call goes on after any interruption and prints no label twice.
 *
 * @throws BatchError `job-damaged`, `job-running`, `label-changed`, `not-printable`, `unknown-device`,
 *   `printed-before`; PrinterError
 */
export async function printFolder(options: PrintOptions): Promise<PrintSummary> {
  const { out, to, language = 'zpl', signal, onEvent } = options
  const folder = jobFolder(out)
  const { record, key } = finishedJob(folder)
  const unlock = lockJob(folder)
  const deliveries = openDeliveries(folder)
  const printables = openPrintables(folder, record, key, language)
  let printed = 0
  let skipped = 0
  let interrupted = false
  try {
    const wanted = await select(folder, options, deliveries)
    const printer = await openPrinter(to, {
      language,
      journal: (entry) => deliveries.record(entry),
      ...(signal === undefined ? {} : { signal }),
      ...(onEvent === undefined ? {} : { onEvent }),
    })
    try {
      const jobs = jobsOf(folder, wanted, printables, () => skipped++)
      for await (const { outcome } of printAll(printer, jobs)) if (outcome === 'confirmed') printed++
    } catch (error) {
      interrupted = error instanceof PrinterError && error.code === 'printer-interrupted'
      if (!interrupted) throw error
    } finally {
      await printer.close()
    }
  } finally {
    deliveries.close()
    printables.close()
    unlock()
  }
  return { printed, skipped, interrupted, uncertain: [...deliveries.doubtful] }
}

type Decision = 'print' | 'skip' | 'pass'

/** Decides about every label, after making sure that the devices asked for are there and may be printed. */
async function select(
  folder: JobFolder,
  { devEuis, reprint, to, now = () => new Date() }: PrintOptions,
  deliveries: Deliveries,
): Promise<(devEui: string) => Decision> {
  if (devEuis === undefined) return (devEui) => (deliveries.wasSent(devEui) ? 'skip' : 'print')
  const missing = new Set(devEuis)
  for await (const { devEui } of manifestEntries(folder)) missing.delete(devEui)
  const [unknown] = missing
  if (unknown !== undefined)
    throw new BatchError({ code: 'unknown-device', path: folder.out, detail: unknown })
  const again = devEuis.filter((devEui) => deliveries.wasSent(devEui))
  const [first] = again
  if (first !== undefined && reprint === undefined)
    throw new BatchError({ code: 'printed-before', detail: first })
  const by = userInfo().username
  for (const devEui of again) {
    logReprint(folder, { at: now().toISOString(), devEui, reason: reprint?.reason ?? '', by, printer: to })
  }
  const chosen = new Set(devEuis)
  return (devEui) => (chosen.has(devEui) ? 'print' : 'pass')
}

async function* jobsOf(
  folder: JobFolder,
  decide: (devEui: string) => Decision,
  printables: Printables,
  onSkipped: () => void,
): AsyncGenerator<PrintJob> {
  for await (const entry of manifestEntries(folder)) {
    const decision = decide(entry.devEui)
    if (decision === 'skip') onSkipped()
    if (decision === 'print') yield { id: entry.devEui, bytes: printables.of(entry) }
  }
}
