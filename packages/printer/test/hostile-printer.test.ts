import type { Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { advanceDelivery, type DeliveryEntry, nothingDelivered } from '../src/delivery-state.ts'
import type { PrinterEvent } from '../src/event.ts'
import type { PrinterOptions } from '../src/options.ts'
import { openPrinter } from '../src/printer.ts'
import { listen, zplPrinter, zplStatus } from './fake-printer.ts'
import { range, seeded, tsplLabel, zplLabel } from './label.ts'
import { createVirtualTime, inMemory } from './virtual-time.ts'

const QUICK = {
  language: 'zpl',
  statusIntervalMs: 2,
  statusTimeoutMs: 60,
  reconnectMs: 2,
  openMs: 400,
  giveUpMs: 400,
} as const satisfies PrinterOptions

/** Prints one label after the other and returns the outcome of each, and the journal. */
async function printAt(
  url: string,
  labels: number,
  { label = zplLabel, ...options }: Partial<PrinterOptions> & { readonly label?: typeof zplLabel } = {},
) {
  const journal: DeliveryEntry[] = []
  const events: PrinterEvent[] = []
  const printer = await openPrinter(url, {
    ...QUICK,
    journal: (entry) => void journal.push(entry),
    onEvent: (event) => events.push(event),
    ...options,
  })
  const settled = await Promise.allSettled(range(labels).map((number) => printer.print(label(number))))
  await printer.close()
  const outcomes = settled.map((one) =>
    one.status === 'fulfilled' ? one.value.outcome : (one.reason as { code: string }).code,
  )
  return { outcomes, events, state: journal.reduce(advanceDelivery, nothingDelivered) }
}

function every(ms: number, act: () => void): void {
  const timer = setInterval(act, ms)
  onTestFinished(() => clearInterval(timer))
}

/** Writes as fast as the other side reads. */
function flood(socket: Socket, piece: () => Buffer): void {
  const pour = (): void => {
    while (!socket.destroyed && socket.write(piece()));
  }
  socket.on('drain', pour)
  pour()
}

/** Which of the two it is depends on how much is read before time is up. */
const NOT_ASKED = expect.stringMatching(/^(?:status-unreadable|printer-silent)$/) as string

describe('a printer that sends without being asked', () => {
  const random = seeded(4711)
  const noise = () => Buffer.from(range(1024).map(() => random(256)))

  test.each([
    ['random bytes', 'zpl', noise],
    ['random bytes', 'tspl', noise],
    ['statuses that say that it is idle', 'zpl', () => Buffer.from(zplStatus().repeat(8))],
    ['statuses that say that it is idle', 'tspl', () => Buffer.alloc(1024)],
  ] as const)('%s without end, asked in %s, is not believed nor read on', async (_, language, piece) => {
    let sent = 0
    const url = await listen((socket) =>
      flood(socket, () => {
        const bytes = piece()
        sent += bytes.length
        return bytes
      }),
    )
    const opening = openPrinter(url, { ...QUICK, language, openMs: 60_000 })
    await expect(opening).rejects.toMatchObject({ code: 'status-unreadable' })
    // A megabyte, and what the buffers of two sockets take.
    expect(sent).toBeLessThan(32_000_000)
  })

  test.each([
    ['zpl', zplStatus()],
    ['tspl', '\u0000'],
  ] as const)('a status now and then, and no answer, in %s, is not believed', async (language, status) => {
    const url = await listen((socket) => {
      socket.resume()
      every(1, () => socket.write(status))
    })
    await expect(openPrinter(url, { ...QUICK, language, statusIntervalMs: 20 })).rejects.toMatchObject({
      code: 'status-unreadable',
    })
  })

  test('random bytes after a label do not confirm it in tspl', async () => {
    const url = await listen((socket) => {
      let noisy = false
      socket.on('data', (chunk) => {
        noisy ||= chunk.includes('PRINT')
        // Up to the label it behaves like any other printer.
        if (chunk.includes('\u001b!?') && !noisy) socket.write('\u0000')
      })
      every(1, () => noisy && socket.write(Buffer.of(random(2) * 0x20)))
    })
    const options = { language: 'tspl', statusIntervalMs: 20, label: tsplLabel } as const
    const { outcomes, state } = await printAt(url, 10, options)
    expect(outcomes).toEqual([...Array(8).fill('uncertain'), NOT_ASKED, NOT_ASKED])
    expect(state).toMatchObject({ confirmed: 0, sent: [] })
  })

  test('statuses that flood in while labels are written do not confirm them', async () => {
    const url = await listen((socket) => {
      let flooding = false
      zplPrinter(socket, {
        answer: () => flooding || socket.write(zplStatus()),
        label() {
          flooding = true
          flood(socket, () => Buffer.from(zplStatus()))
        },
      })
    })
    const { outcomes, state } = await printAt(url, 10)
    expect(outcomes).toEqual([...Array(8).fill('uncertain'), NOT_ASKED, NOT_ASKED])
    expect(state).toMatchObject({ confirmed: 0, sent: [] })
    expect(state.uncertain).toHaveLength(8)
  })
})

describe('a printer that answers badly', () => {
  test('one byte now and then is no answer in time', async () => {
    const url = await listen((socket) => {
      let due = ''
      zplPrinter(socket, { answer: () => void (due ||= zplStatus()) })
      every(10, () => {
        socket.write(due.slice(0, 1))
        due = due.slice(1)
      })
    })
    await expect(openPrinter(url, QUICK)).rejects.toMatchObject({ code: 'status-unreadable' })
  })

  test.each([
    ['zpl', '\u0000'],
    ['tspl', zplStatus()],
    ['zpl', '@PJL INFO STATUS\r\nCODE=10001\r\n\f'],
    ['tspl', '@PJL INFO STATUS\r\nCODE=10001\r\n\f'],
  ] as const)('asked in %s, it answers in another language', async (language, answer) => {
    const url = await listen((socket) => socket.on('data', () => socket.write(answer)))
    await expect(openPrinter(url, { ...QUICK, language })).rejects.toMatchObject({
      code: 'status-unreadable',
    })
  })

  test('true answers with other bytes between them, again and again, are not believed for ever', async () => {
    const url = await listen((socket) => {
      socket.on('data', (chunk) => chunk.includes('\u001b!?') && socket.write('\u0000'))
      every(1, () => socket.write('\u0000'))
    })
    const options = { ...QUICK, language: 'tspl', openMs: 60_000, statusIntervalMs: 5 } as const
    await expect(openPrinter(url, options)).rejects.toMatchObject({ code: 'status-unreadable' })
  })
})

test('a printer that answers once, in many packets, and never again, is silent and not unreadable', async () => {
  const url = await listen((socket) => {
    let answered = false
    zplPrinter(socket, {
      answer() {
        if (answered) return
        answered = true
        const parts = zplStatus({ remaining: 1 }).split(/(?<=\n)/)
        for (const [at, part] of parts.entries()) setTimeout(() => socket.write(part), at * 5)
      },
    })
  })
  // Asked again later than the last packet comes, also on a busy machine.
  const opening = openPrinter(url, { ...QUICK, statusTimeoutMs: 3000, statusIntervalMs: 1000 })
  await expect(opening).rejects.toMatchObject({ code: 'printer-silent' })
})

describe('a printer that hangs up', () => {
  test('after each answer: it is dialled more and more seldom, and given up', async () => {
    let calls = 0
    const url = await listen((socket) => {
      calls += 1
      zplPrinter(socket, { answer: () => socket.end(zplStatus()) })
    })
    await expect(openPrinter(url, QUICK)).rejects.toMatchObject({
      code: 'printer-unreachable',
      issue: { detail: 'connection lost' },
    })
    expect(calls).toBeLessThan(30)
  })

  test('after each label: it is left after sixteen windows', async () => {
    let calls = 0
    const url = await listen((socket) => {
      calls += 1
      zplPrinter(socket, { answer: () => socket.write(zplStatus()), label: () => socket.destroy() })
    })
    const { outcomes, state } = await printAt(url, 200)
    expect(outcomes).toEqual([...Array(128).fill('uncertain'), ...Array(72).fill('printer-drops')])
    expect(state.uncertain).toHaveLength(128)
    expect(calls).toBe(16)
  })

  test('after each label: none is sent more than five times', async () => {
    let printed = 0
    const url = await listen((socket) => {
      const label = () => {
        printed += 1
        socket.destroy()
      }
      zplPrinter(socket, { answer: () => socket.write(zplStatus()), label })
    })
    const { outcomes, state } = await printAt(url, 2, { windowLabels: 1, uncertain: 'reprint' })
    expect(outcomes).toEqual(['uncertain', 'uncertain'])
    expect(state).toMatchObject({ confirmed: 0, reprinted: 8 })
    expect(printed).toBe(10)
  })
})

describe('a printer that never gets ready', () => {
  const remindMs = 10
  const notReadyMs = 300

  test.each([
    ['is busy', 'busy', () => zplStatus({ remaining: 3 })],
    ['is out of paper', 'paper-out', () => zplStatus({ paperOut: 1, remaining: 3 })],
    ['is paused', 'paused', () => zplStatus({ paused: 1 })],
  ] as const)('%s: that is said again and again, and given up when asked for', async (_, reason, status) => {
    const url = await listen((socket) => {
      let hasLabel = false
      zplPrinter(socket, {
        answer: () => socket.write(hasLabel ? status() : zplStatus()),
        label: () => (hasLabel = true),
      })
    })
    const { outcomes, events, state } = await printAt(url, 9, { remindMs, notReadyMs })
    expect(outcomes).toEqual([...Array(8).fill('uncertain'), 'printer-not-ready'])
    expect(state).toMatchObject({ confirmed: 0, sent: [] })
    const reminders = events.flatMap((event) => (event.type === 'waiting' ? [event] : []))
    expect(new Set(reminders.map((reminder) => reminder.reason))).toEqual(new Set([reason]))
    // At 10, 20, 40, 80 and 160 ms, or later on a busy machine.
    expect(reminders.length).toBeGreaterThan(0)
    expect(reminders.length).toBeLessThanOrEqual(5)
  })

  test('by the same option, while opening', async () => {
    const url = await listen((socket) =>
      zplPrinter(socket, { answer: () => socket.write(zplStatus({ paperOut: 1 })) }),
    )
    await expect(openPrinter(url, { ...QUICK, notReadyMs })).rejects.toMatchObject({
      issue: { code: 'printer-not-ready', reason: 'paper-out', printer: url },
    })
  })

  test.each([
    ['between two reasons', (turn: number) => zplStatus(turn % 2 === 0 ? { paperOut: 1 } : { paused: 1 })],
    ['between idle and busy', (turn: number) => zplStatus({ remaining: (turn % 2) * 5 })],
  ])('it changes %s without end', async (_, status) => {
    const url = await listen((socket) => {
      let turn = 0
      zplPrinter(socket, { answer: () => socket.write(status(turn++)) })
    })
    await expect(openPrinter(url, { ...QUICK, notReadyMs })).rejects.toMatchObject({
      code: 'printer-not-ready',
    })
  })

  test('slow is not stuck: each label that leaves the buffer begins the time anew', async () => {
    const time = createVirtualTime()
    let remaining = 0
    const connect = inMemory((socket) =>
      zplPrinter(socket, {
        answer: () => socket.write(zplStatus({ remaining })),
        label() {
          remaining += 1
          time.after(remaining * 200, () => (remaining -= 1))
        },
      }),
    )
    const options = { ...QUICK, notReadyMs, connect, clock: time.clock }
    const printer = await time.run(openPrinter('tcp://printer', options))
    const printed = Promise.all(range(8).map((number) => printer.print(zplLabel(number))))
    expect((await time.run(printed)).map(({ outcome }) => outcome)).toEqual(Array(8).fill('confirmed'))
    expect(time.clock.now()).toBeGreaterThan(5 * notReadyMs)
    await time.run(printer.close())
  })
})
