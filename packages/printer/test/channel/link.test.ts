import { describe, expect, test } from 'vitest'
import { openPrinter } from '../../src/printer.ts'
import type { PrinterEvent } from '../../src/event.ts'
import { listen, zplPrinter, zplStatus } from '../fake-printer.ts'
import { nameOf, range, seeded, zplLabel } from '../label.ts'
import { startLine } from '../line.ts'
import { createVirtualTime, inMemory } from '../virtual-time.ts'

const QUICK = {
  language: 'zpl',
  statusIntervalMs: 2,
  statusTimeoutMs: 60,
  reconnectMs: 2,
  openMs: 3000,
} as const

describe('what stands between the printer and a true status', () => {
  const random = seeded(97)

  test.each([
    ['split at every byte', (bytes: Buffer) => Array.from(bytes, (byte) => Buffer.of(byte))],
    [
      'with garbage around it',
      (bytes: Buffer) => [
        Buffer.from('\u0002~\u0000garbage,0,0\u0003\r\n'),
        bytes,
        Buffer.from('\u0002\u0002001,9'),
      ],
    ],
    ['swallowed two times of three', (bytes: Buffer) => (random(3) === 0 ? [bytes] : [])],
    ['cut off half of the time', (bytes: Buffer) => [bytes.subarray(0, random(2) === 0 ? 50 : bytes.length)]],
  ])('%s', async (_, garble) => {
    const line = await startLine({ garble }, { statusTimeoutMs: 20 })
    const printer = await openPrinter(line.printer.url, line.options)
    const outcomes = await Promise.all(range(24).map((number) => printer.print(zplLabel(number))))
    await printer.close()
    await line.printer.close()
    expect(outcomes.every(({ outcome }) => outcome === 'confirmed')).toBe(true)
    expect(line.paper).toEqual(range(24).map(nameOf))
  })
})

test('an answer to a question from before the labels does not confirm them', async () => {
  // Each answer tells of the moment of its question, and comes about four time limits late.
  const time = createVirtualTime()
  let asked = 0
  let remaining = 0
  let printedAt = Number.POSITIVE_INFINITY
  const connect = inMemory((socket) =>
    zplPrinter(socket, {
      answer() {
        const then = zplStatus({ remaining })
        time.after(250 - 7 * (asked++ % 5), () => socket.write(then))
      },
      label() {
        remaining = 1
        time.after(800, () => {
          remaining = 0
          printedAt = time.clock.now()
        })
      },
    }),
  )
  const printer = await time.run(openPrinter('tcp://printer', { ...QUICK, connect, clock: time.clock }))
  await time.run(printer.print(zplLabel(1)))
  expect(time.clock.now()).toBeGreaterThan(printedAt)
  await time.run(printer.close())
})

test('a printer that seems idle for a moment, between its buffer and its head, is asked again', async () => {
  const time = createVirtualTime()
  let remaining = 0
  let printedAt = Number.POSITIVE_INFINITY
  const connect = inMemory((socket) =>
    zplPrinter(socket, {
      answer: () => socket.write(zplStatus({ remaining })),
      label() {
        time.after(10, () => (remaining = 1))
        time.after(120, () => {
          remaining = 0
          printedAt = time.clock.now()
        })
      },
    }),
  )
  const options = { ...QUICK, connect, clock: time.clock, statusIntervalMs: 40 }
  const printer = await time.run(openPrinter('tcp://printer', options))
  await time.run(printer.print(zplLabel(1)))
  expect(time.clock.now()).toBeGreaterThan(printedAt)
  await time.run(printer.close())
})

test('a printer that stops reading is waited for, and said to be full', async () => {
  const events: PrinterEvent[] = []
  const url = await listen((socket) => {
    let stopped = false
    socket.on('data', (chunk) => {
      if (chunk.includes('^XA') && !stopped) {
        stopped = true
        socket.pause()
        setTimeout(() => socket.resume(), 250)
      }
      if (chunk.includes('~HS')) socket.write(zplStatus())
    })
  })
  const printer = await openPrinter(url, { ...QUICK, onEvent: (event) => events.push(event) })
  const bytes = Buffer.concat([Buffer.from('^XA^FX'), Buffer.alloc(24_000_000, 'x'), Buffer.from('^XZ')])
  expect(await printer.print({ id: 'large', bytes })).toMatchObject({ outcome: 'confirmed', attempts: 1 })
  expect(events).toContainEqual({ type: 'paused', reason: 'buffer-full' })
  expect(events).toContainEqual({ type: 'resumed', after: 'buffer-full' })
  await printer.close()
})

test('closing does not wait for a printer that stopped reading', async () => {
  const url = await listen((socket) => {
    socket.on('data', (chunk) => {
      if (chunk.includes('^XA')) socket.pause()
      else socket.write(zplStatus())
    })
  })
  const sent = new AbortController()
  const isSent = new Promise((resolve) => sent.signal.addEventListener('abort', resolve))
  const onEvent = ({ type }: PrinterEvent) => type === 'sent' && sent.abort()
  const printer = await openPrinter(url, { ...QUICK, onEvent })
  const printed = printer.print({
    id: 'large',
    bytes: Buffer.concat([Buffer.from('^XA'), Buffer.alloc(24_000_000, 'x')]),
  })
  await isSent
  const since = performance.now()
  await printer.close()
  expect(performance.now() - since).toBeLessThan(30_000)
  expect(await printed).toEqual({ id: 'large', outcome: 'uncertain', attempts: 1 })
})
