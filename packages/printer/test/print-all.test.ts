import { expect, test } from 'vitest'
import type { PrintJob } from '../src/job.ts'
import { printAll } from '../src/print-all.ts'
import { openPrinter } from '../src/printer.ts'
import { range, zplLabel } from './label.ts'
import { startLine } from './line.ts'

test('a slow printer with a small buffer slows its source down, and memory holds two windows', async () => {
  const line = await startLine({ msPerLabel: 1, bufferLabels: 2 })
  const printer = await openPrinter(line.printer.url, line.options)
  let taken = 0
  let given = 0
  let most = 0
  function* source(): Generator<PrintJob> {
    for (const number of range(300)) {
      taken += 1
      most = Math.max(most, taken - given)
      yield zplLabel(number)
    }
  }
  for await (const { outcome } of printAll(printer, source())) {
    expect(outcome).toBe('confirmed')
    given += 1
  }
  expect(given).toBe(300)
  expect(printer.capacity).toBe(16)
  // One more than are open: the one that waits in the hand.
  expect(most).toBeLessThanOrEqual(printer.capacity + 1)
  expect(line.paper.length).toBe(300)
  await printer.close()
  await line.printer.close()
})

test('a printer that gives up throws where the first label that was never sent stood', async () => {
  const line = await startLine({ paper: 10 })
  const printer = await openPrinter(line.printer.url, line.options)
  line.onEvent = (event) => {
    if (event.type === 'paused') void printer.close()
  }
  const outcomes: string[] = []
  const printing = (async () => {
    for await (const { outcome } of printAll(printer, range(30).map(zplLabel))) outcomes.push(outcome)
  })()
  await expect(printing).rejects.toMatchObject({ code: 'printer-closed' })
  expect(outcomes).toEqual([...Array(8).fill('confirmed'), ...Array(8).fill('uncertain')])
  await line.printer.close()
})
