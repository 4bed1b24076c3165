import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advanceDelivery, nothingDelivered } from '../../src/delivery-state.ts'
import { openPrinter } from '../../src/printer.ts'
import { nameOf, range, zplLabel } from '../label.ts'
import { pauses, startLine } from '../line.ts'
import { hasPrintService, type PrintService, startPrintService } from './print-service.ts'

/** Each look starts a process. */
const SLOWER = { statusIntervalMs: 20 } as const

describe.skipIf(!hasPrintService)('a queue of CUPS', () => {
  let service: PrintService
  beforeAll(async () => {
    service = await startPrintService()
  })
  afterAll(() => service.stop())

  test('takes a job a window, and is followed until it has handed it on', async () => {
    const line = await startLine({}, SLOWER)
    service.addQueue('Raw', line.printer.port)
    const printer = await openPrinter('lp://Raw', line.options)
    expect(printer.confirms).toBe('delivered')
    const outcomes = await Promise.all(range(20).map((number) => printer.print(zplLabel(number))))
    await printer.close()
    await line.printer.close()
    expect(outcomes.every(({ outcome }) => outcome === 'confirmed')).toBe(true)
    expect(line.paper).toEqual(range(20).map(nameOf))
    const ends = line.journal.filter(({ state }) => state === 'confirmed')
    expect(ends).toMatchObject(range(3).map(() => ({ confirms: 'delivered' })))
    expect(line.journal.reduce(advanceDelivery, nothingDelivered)).toMatchObject({ confirmed: 20, sent: [] })
    expect(line.events.filter(({ type }) => type === 'printed')).toEqual([])
    expect(line.events.filter(({ type }) => type === 'delivered')).toHaveLength(20)
  })

  test('that is paused is waited for, and says so', async () => {
    const line = await startLine({}, SLOWER)
    service.addQueue('Paused', line.printer.port)
    service.command('cupsdisable', 'Paused')
    line.onEvent = (event) => event.type === 'paused' && service.command('cupsenable', 'Paused')
    const printer = await openPrinter('lp://Paused', line.options)
    expect(await printer.print(zplLabel(1))).toMatchObject({ outcome: 'confirmed' })
    await printer.close()
    await line.printer.close()
    expect(pauses(line.events, 'paused')).toBe(1)
    expect(line.paper).toEqual(['label 1'])
  })

  test('whose job is cancelled leaves its labels uncertain', async () => {
    const line = await startLine({}, SLOWER)
    // No server listens on that port, so the queue keeps the job and tries again.
    service.addQueue('Gone', 9)
    line.onEvent = (event) => event.type === 'waiting' && service.command('cancel', '-a', 'Gone')
    const printer = await openPrinter('lp://Gone', { ...line.options, remindMs: 50 })
    expect(await printer.print(zplLabel(1))).toMatchObject({ outcome: 'uncertain' })
    await printer.close()
    await line.printer.close()
    expect(line.events.find(({ type }) => type === 'waiting')).toMatchObject({ reason: 'busy' })
  })

  test('whose printer never takes the job is given up when asked for', async () => {
    const line = await startLine({}, SLOWER)
    service.addQueue('Stuck', 9)
    const printer = await openPrinter('lp://Stuck', { ...line.options, notReadyMs: 200 })
    const settled = await Promise.allSettled(range(9).map((number) => printer.print(zplLabel(number))))
    await line.printer.close()
    expect(settled.slice(0, 8)).toMatchObject(range(8).map(() => ({ value: { outcome: 'uncertain' } })))
    expect(settled[8]).toMatchObject({ reason: { code: 'printer-not-ready' } })
  })

  test('that takes no jobs leaves labels uncertain, and says why', async () => {
    const line = await startLine({}, SLOWER)
    service.addQueue('Closed', line.printer.port)
    service.command('cupsreject', 'Closed')
    const printer = await openPrinter('lp://Closed', line.options)
    const settled = await Promise.allSettled(range(9).map((number) => printer.print(zplLabel(number))))
    await line.printer.close()
    expect(settled[8]).toMatchObject({
      reason: { issue: { code: 'write-failed', detail: expect.stringContaining('not accepting jobs') } },
    })
    expect(line.paper).toEqual([])
  })

  test('that is not there is named at once', async () => {
    await expect(openPrinter('lp://None')).rejects.toMatchObject({
      issue: { code: 'printer-missing', printer: 'lp://None', detail: 'no such queue' },
    })
  })
})
