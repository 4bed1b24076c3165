import type { Printed, PrintJob } from './job.ts'
import type { Printer } from './printer.ts'

/**
 * Prints labels in order and yields the outcome of each, in the same order. Takes the next label only when the
 * printer has capacity for it, so any number of them needs no more memory than two windows.
 *
 * @throws PrinterError as `Printer.print`
 *
 * @example
 * ```ts
 * import { openPrinter, printAll } from '@claimtag/printer'
 *
 * const printer = await openPrinter('file://printer.bin')
 * const labels = ['70B3D57ED00A0004', '70B3D57ED00A000B'].map((id) => ({ id, bytes: Buffer.from('^XA^XZ') }))
 * for await (const { id, outcome } of printAll(printer, labels)) console.log(id, outcome)
 * await printer.close()
 * ```
 */
export async function* printAll(
  printer: Printer,
  jobs: AsyncIterable<PrintJob> | Iterable<PrintJob>,
): AsyncGenerator<Printed, void, undefined> {
  const open: Promise<Printed>[] = []
  for await (const job of jobs) {
    if (open.length === printer.capacity) yield await open.shift()!
    const printed = printer.print(job)
    // It is awaited later; until then a rejection must not count as unhandled.
    printed.catch(() => undefined)
    open.push(printed)
  }
  for (const printed of open) yield await printed
}
