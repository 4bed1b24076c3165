import type { Printed, PrintJob } from './job.ts'
import type { Printer } from './printer.ts'

/**
 * Prints labels in order and gives the outcome of each, in the same order. Takes a label only when there is
 * room for it, so ten million of them need no more memory than two windows.
 *
 * @throws whatever `print` rejects with
 *
 * @example
 * for await (const { id, outcome } of printAll(printer, labels)) if (outcome === 'uncertain') held.push(id)
 */
export async function* printAll(
  printer: Printer,
  jobs: AsyncIterable<PrintJob> | Iterable<PrintJob>,
): AsyncGenerator<Printed, void, undefined> {
  const open: Promise<Printed>[] = []
  for await (const job of jobs) {
    if (open.length === printer.capacity) yield await open.shift()!
    const printed = printer.print(job)
    // Its turn to be awaited comes later; until then a rejection must not count as unhandled.
    printed.catch(() => undefined)
    open.push(printed)
  }
  for (const printed of open) yield await printed
}
