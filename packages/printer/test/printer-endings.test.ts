import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { advanceDelivery, nothingDelivered } from '../src/delivery-state.ts'
import type { PrinterError } from '../src/issue.ts'
import { type Printer, openPrinter } from '../src/printer.ts'
import { nameOf, range, seeded, zplLabel } from './label.ts'
import { type Line, pauses, startLine } from './line.ts'

/** The outcome of each label: `confirmed`, `uncertain`, or the code with which its promise rejected. */
async function outcomesOf(printer: Printer, numbers: readonly number[]): Promise<readonly string[]> {
  return Promise.all(
    numbers.map(async (number) => {
      try {
        return (await printer.print(zplLabel(number))).outcome
      } catch (error) {
        return (error as PrinterError).code
      }
    }),
  )
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Every label is where its outcome says, and the journal agrees. */
function expectTruth(line: Line, outcomes: readonly string[]): void {
  const state = line.journal.reduce(advanceDelivery, nothingDelivered)
  const named = (wanted: (outcome: string) => boolean) =>
    outcomes.flatMap((outcome, at) => (wanted(outcome) ? [nameOf(at + 1)] : []))
  expect(named((outcome) => outcome === 'confirmed').filter((name) => !line.paper.includes(name))).toEqual([])
  expect(
    named((outcome) => outcome.startsWith('printer-')).filter((name) => line.paper.includes(name)),
  ).toEqual([])
  expect(state.confirmed).toBe(named((outcome) => outcome === 'confirmed').length)
  expect(state.sent).toEqual([])
  expect(state.uncertain).toEqual(named((outcome) => outcome === 'uncertain'))
}

test('closed while paused: what was on its way is uncertain, the rest was never sent', async () => {
  const line = await startLine({ paper: 3 })
  const printer = await openPrinter(line.printer.url, line.options)
  const outcomes = outcomesOf(printer, range(12))
  await until(() => pauses(line.events, 'paper-out') === 1)
  await printer.close()
  expect(await outcomes).toEqual([...Array(8).fill('uncertain'), ...Array(4).fill('printer-closed')])
  expectTruth(line, await outcomes)
  expect(line.paper).toEqual(['label 1', 'label 2', 'label 3'])
  expect(line.journal.at(-1)).toMatchObject({ state: 'uncertain', reason: 'closed' })
  await expect(printer.print(zplLabel(13))).rejects.toMatchObject({ code: 'printer-closed' })
  await printer.close()
  await line.printer.close()
})

test('interrupted at any moment, outcomes, journal and paper agree', async () => {
  const random = seeded(20_240_611)
  const seen = new Set<string>()
  for (const run of range(25)) {
    const line = await startLine({ msPerLabel: 1, dropAt: [300 + random(2000)] })
    const abort = new AbortController()
    const printer = await openPrinter(line.printer.url, { ...line.options, signal: abort.signal })
    const outcomes = outcomesOf(printer, range(40))
    setTimeout(() => abort.abort(), run + random(40))
    for (const outcome of await outcomes) seen.add(outcome)
    await printer.close()
    // Labels that had arrived whole come out a little later.
    await new Promise((resolve) => setTimeout(resolve, 15))
    await line.printer.close()
    expectTruth(line, await outcomes)
  }
  expect([...seen].sort()).toEqual(['confirmed', 'printer-interrupted', 'uncertain'])
})

test('an interruption does not wait for a person who has still to decide', async () => {
  const line = await startLine({ dropAt: [100] })
  const abort = new AbortController()
  const printer = await openPrinter(line.printer.url, {
    ...line.options,
    signal: abort.signal,
    uncertain: () => new Promise<never>(() => setTimeout(() => abort.abort(), 5)),
  })
  expect(await outcomesOf(printer, range(3))).toEqual(['uncertain', 'uncertain', 'uncertain'])
  await line.printer.close()
})

test('power cut: the lost buffer is uncertain, and printed again when power is back', async () => {
  const line = await startLine({ msPerLabel: 2 }, { uncertain: 'reprint' })
  const printer = await openPrinter(line.printer.url, line.options)
  const outcomes = outcomesOf(printer, range(24))
  await until(() => line.printer.printed === 11)
  await line.printer.cutPower()
  await until(() => pauses(line.events, 'offline') > 0)
  await line.printer.powerOn()
  expect(new Set(await outcomes)).toEqual(new Set(['confirmed']))
  expect(new Set(line.paper)).toEqual(new Set(range(24).map(nameOf)))
  expect(printer.state().reprinted).toBe(8)
  expect(line.events).toContainEqual({ type: 'resumed', after: 'offline' })
  await printer.close()
  await line.printer.close()
})

test('a printer that stays away is given up after a bounded time', async () => {
  const line = await startLine({ msPerLabel: 2 }, { uncertain: 'reprint' })
  const printer = await openPrinter(line.printer.url, { ...line.options, giveUpMs: 150 })
  const outcomes = outcomesOf(printer, range(20))
  await until(() => line.printer.printed === 3)
  const since = performance.now()
  await line.printer.cutPower()
  expect(await outcomes).toEqual([...Array(8).fill('uncertain'), ...Array(12).fill('printer-unreachable')])
  expect(performance.now() - since).toBeLessThan(30_000)
  expectTruth(line, await outcomes)
  const waits = line.events.flatMap((event) => (event.type === 'reconnecting' ? [event.waitMs] : []))
  expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32])
  expect(Math.max(...waits)).toBeLessThanOrEqual(64)
  await expect(printer.print(zplLabel(1))).rejects.toMatchObject({
    issue: { code: 'printer-unreachable', printer: line.printer.url, detail: 'ECONNREFUSED' },
  })
})

test('patience begins with the label, not with the last one long ago', async () => {
  const line = await startLine({})
  const printer = await openPrinter(line.printer.url, { ...line.options, giveUpMs: 400 })
  await printer.print(zplLabel(1))
  await line.printer.cutPower()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const outcomes = outcomesOf(printer, [2])
  await new Promise((resolve) => setTimeout(resolve, 60))
  await line.printer.powerOn()
  expect(await outcomes).toEqual(['confirmed'])
  await printer.close()
  await line.printer.close()
})

test('a journal that cannot be written stops printing', async () => {
  const full = new Error('no space')
  const line = await startLine({})
  const printer = await openPrinter(line.printer.url, {
    ...line.options,
    journal: (entry) =>
      entry.state === 'sent' && entry.ids.includes('label 9') ? Promise.reject(full) : undefined,
  })
  const jobs = range(12).map((number) => printer.print(zplLabel(number)))
  const settled = await Promise.allSettled(jobs)
  expect(settled.slice(0, 8).every(({ status }) => status === 'fulfilled')).toBe(true)
  for (const job of settled.slice(8)) expect(job).toMatchObject({ status: 'rejected', reason: full })
  expect(line.paper).toEqual(range(8).map(nameOf))
  await expect(printer.print(zplLabel(13))).rejects.toBe(full)
  await line.printer.close()
})

describe('opening', () => {
  const quick = {
    language: 'zpl',
    statusTimeoutMs: 20,
    statusIntervalMs: 2,
    reconnectMs: 2,
    openMs: 120,
  } as const

  test('no printer there', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const opening = openPrinter(`tcp://127.0.0.1:${port}`, quick)
    await expect(opening).rejects.toMatchObject({
      code: 'printer-unreachable',
      issue: { detail: 'ECONNREFUSED' },
    })
  })

  test.each([
    ['nothing is answered', [], 'printer-silent'],
    ['something else is answered', [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], 'status-unreadable'],
  ])('%s', async (_, answer, code) => {
    const line = await startLine({ garble: () => answer })
    await expect(openPrinter(line.printer.url, quick)).rejects.toMatchObject({ code })
    await line.printer.close()
  })

  test('a printer that takes connections and ends them at once', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const opening = openPrinter(`tcp://127.0.0.1:${port}`, quick)
    await expect(opening).rejects.toMatchObject({ code: 'printer-unreachable' })
    await new Promise((resolve) => server.close(resolve))
  })

  test('interrupted before and while', async () => {
    const line = await startLine({ garble: () => [] })
    const options = { ...quick, openMs: 60_000 }
    const done = AbortSignal.abort()
    await expect(openPrinter(line.printer.url, { ...options, signal: done })).rejects.toMatchObject({
      code: 'printer-interrupted',
    })
    const soon = AbortSignal.timeout(30)
    await expect(openPrinter(line.printer.url, { ...options, signal: soon })).rejects.toMatchObject({
      code: 'printer-interrupted',
    })
    await line.printer.close()
  })

  test('a printer that starts with its paper out is waited for without end, saying why', async () => {
    const line = await startLine({ paper: 0 })
    line.onEvent = (event) => {
      if (event.type === 'paused') setTimeout(() => line.printer.loadPaper(10), 200)
    }
    const printer = await openPrinter(line.printer.url, { ...line.options, openMs: 100 })
    expect(line.events).toEqual([
      { type: 'connected' },
      { type: 'paused', reason: 'paper-out' },
      { type: 'resumed', after: 'paper-out' },
    ])
    await printer.close()
    await line.printer.close()
  })
})
