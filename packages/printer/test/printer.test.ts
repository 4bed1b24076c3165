import { expect, describe, test } from 'vitest'
import type { PrinterOptions as Faults } from '../../../examples/factory-line/src/index.ts'
import { advanceDelivery, nothingDelivered } from '../src/delivery-state.ts'
import type { Printed } from '../src/job.ts'
import { printAll } from '../src/print-all.ts'
import { openPrinter } from '../src/printer.ts'
import { nameOf, range, seeded, tsplLabel, zplLabel } from './label.ts'
import { pauses, startLine, tally } from './line.ts'

const DROPS = 20
const LABELS = 200
const names = range(LABELS).map(nameOf)
const LABEL_OF = { zpl: zplLabel, tspl: tsplLabel }

/** Paper for 70 labels and then for 80, a head that opens after 30, and drops at random bytes. */
async function runLine(language: 'zpl' | 'tspl', uncertain: 'hold' | 'reprint', faults: Faults = {}) {
  const label = LABEL_OF[language]
  const bytesInAll = range(LABELS).reduce((sum, number) => sum + label(number).bytes.length, 0)
  const random = seeded(language.length * 7919)
  // Labels that are lost and not sent again never arrive, so drops have to come earlier when labels are held.
  const reach = Math.floor(bytesInAll * (uncertain === 'reprint' ? 0.9 : 0.5))
  const dropAt = range(DROPS).map(() => 100 + random(reach))
  const line = await startLine(
    { language, paper: 70, dropAt, ...faults },
    { uncertain, windowLabels: 4, statusTimeoutMs: 80 },
  )
  line.onLabel = () => {
    if (line.printer.printed === 30) line.printer.openHead()
  }
  line.onEvent = (event) => {
    if (event.type !== 'paused') return
    setTimeout(() => {
      line.printer.closeHead()
      line.printer.loadPaper(80)
    }, 5)
  }
  const printer = await openPrinter(line.printer.url, line.options)
  const outcomes: Printed[] = []
  for await (const printed of printAll(printer, range(LABELS).map(label))) outcomes.push(printed)
  const state = printer.state()
  await printer.close()
  await line.printer.close()

  expect(outcomes.map(({ id }) => id)).toEqual(names)
  expect(line.journal.reduce(advanceDelivery, nothingDelivered)).toEqual(state)
  expect(line.printer.connections).toBe(DROPS + 1)
  const doubted = new Set(line.journal.flatMap((entry) => (entry.state === 'uncertain' ? entry.ids : [])))
  expect(doubted.size).toBeGreaterThan(DROPS)
  return { line, outcomes, state, doubted, counts: tally(line.paper) }
}

describe.each(['zpl', 'tspl'] as const)('200 labels in %s through every trouble', (language) => {
  test('reprinted: all are on paper, and twice only those that the journal doubted', async () => {
    const { line, outcomes, state, doubted, counts } = await runLine(language, 'reprint')
    // Reprints come before later labels, so that the roll keeps the order of the input.
    expect([...counts.keys()]).toEqual(names)
    expect(state).toMatchObject({ confirmed: LABELS, sent: [], uncertain: [] })
    const twice = [...counts].filter(([, count]) => count > 1).map(([name]) => name)
    expect(twice.length).toBeGreaterThan(0)
    expect(twice.filter((name) => !doubted.has(name))).toEqual([])
    for (const { id, attempts } of outcomes) expect(counts.get(id)).toBeLessThanOrEqual(attempts)
    expect(pauses(line.events, 'paper-out')).toBeGreaterThanOrEqual(2)
    expect(pauses(line.events, 'head-open')).toBeGreaterThanOrEqual(1)
  })

  test('held: none is twice on paper, and those that are missing are among the uncertain', async () => {
    const { outcomes, state, counts } = await runLine(language, 'hold')
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    const held = outcomes.filter(({ outcome }) => outcome === 'uncertain').map(({ id }) => id)
    expect([...state.uncertain].sort()).toEqual([...held].sort())
    const missing = names.filter((name) => !counts.has(name))
    expect(missing.length).toBeGreaterThan(0)
    expect(missing.filter((name) => !held.includes(name))).toEqual([])
  })

  test('on a printer that gives no status while something is wrong', async () => {
    const { line, state, counts } = await runLine(language, 'reprint', { silentOnFault: true })
    expect(counts.size).toBe(LABELS)
    expect(state.confirmed).toBe(LABELS)
    expect(pauses(line.events, 'offline')).toBeGreaterThan(0)
    expect(pauses(line.events, 'paper-out')).toBe(0)
  })
})

test('a printer that keeps the beginning of a torn label is made to forget it', async () => {
  const { counts } = await runLine('zpl', 'reprint', { keepsPartial: true })
  expect(counts.size).toBe(LABELS)
})

test('labels are journalled before they leave and confirmed only when they are on paper', async () => {
  const line = await startLine({ msPerLabel: 3 })
  const early: string[] = []
  line.onLabel = () => {
    const name = line.paper.at(-1)!
    const { sent } = line.journal.reduce(advanceDelivery, nothingDelivered)
    if (!sent.includes(name)) early.push(name)
  }
  const late: string[] = []
  line.onEvent = (event) => {
    if (event.type === 'printed' && !line.paper.includes(event.id)) late.push(event.id)
  }
  const printer = await openPrinter(line.printer.url, line.options)
  await Promise.all(range(40).map((number) => printer.print(zplLabel(number))))
  await printer.close()
  await line.printer.close()
  expect({ early, late, printed: line.paper }).toEqual({
    early: [],
    late: [],
    printed: range(40).map(nameOf),
  })
  expect(line.journal.filter(({ state }) => state === 'sent').map(({ ids }) => ids.length)).toEqual([
    8, 8, 8, 8, 8,
  ])
})

test('a window ends at its number of bytes, and one label larger than that goes alone', async () => {
  const line = await startLine({})
  const each = zplLabel(1).bytes.length
  const printer = await openPrinter(line.printer.url, { ...line.options, windowBytes: each * 2 })
  const large = { id: nameOf(6), bytes: Buffer.concat([Buffer.alloc(each * 5, ' '), zplLabel(6).bytes]) }
  const jobs = [...range(5).map(zplLabel), large]
  await Promise.all(jobs.map((job) => printer.print(job)))
  await printer.close()
  await line.printer.close()
  expect(line.journal.filter(({ state }) => state === 'sent').map(({ ids }) => ids.length)).toEqual([
    2, 2, 1, 1,
  ])
})

test('a connection that ended while nothing was printed is opened again without a word', async () => {
  const line = await startLine({})
  const printer = await openPrinter(line.printer.url, line.options)
  await printer.print(zplLabel(1))
  line.printer.dropConnection()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await printer.print(zplLabel(2))).toEqual({ id: 'label 2', outcome: 'confirmed', attempts: 1 })
  await printer.close()
  await line.printer.close()
  expect(line.events.filter(({ type }) => ['paused', 'reconnecting', 'uncertain'].includes(type))).toEqual([])
  expect(line.paper).toEqual(['label 1', 'label 2'])
})

function named(...numbers: readonly number[]): readonly string[] {
  return numbers.flatMap((number) => [`left ${number}`, `right ${number}`])
}

describe('labels side by side', () => {
  const pairs = range(6).map((number) => ({
    ...zplLabel(number),
    id: `left ${number}`,
    beside: [`right ${number}`],
  }))

  test('are journalled and confirmed each, and fill a window together', async () => {
    const line = await startLine({})
    const printer = await openPrinter(line.printer.url, { ...line.options, windowLabels: 4 })
    const outcomes = await Promise.all(pairs.map((pair) => printer.print(pair)))
    await printer.close()
    await line.printer.close()
    expect(outcomes[2]).toEqual({ id: 'left 3', beside: ['right 3'], outcome: 'confirmed', attempts: 1 })
    expect(line.journal.flatMap(({ state, ids }) => (state === 'sent' ? [ids] : []))).toEqual([
      named(1, 2),
      named(3, 4),
      named(5, 6),
    ])
    expect(line.events.flatMap((event) => (event.type === 'printed' ? [event.id] : []))).toEqual(
      named(1, 2, 3, 4, 5, 6),
    )
    expect(printer.state()).toMatchObject({ confirmed: 12, sent: [], uncertain: [] })
  })

  test('are all uncertain when the connection is lost in the middle of one of them', async () => {
    const each = zplLabel(1).bytes.length
    const line = await startLine({ dropAt: [Math.floor(each * 1.5)] })
    const printer = await openPrinter(line.printer.url, { ...line.options, windowLabels: 4 })
    const outcomes = await Promise.all(pairs.map((pair) => printer.print(pair)))
    await printer.close()
    await line.printer.close()
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'uncertain',
      'uncertain',
      'confirmed',
      'confirmed',
      'confirmed',
      'confirmed',
    ])
    expect(outcomes[0]).toMatchObject({ id: 'left 1', beside: ['right 1'] })
    expect(printer.state()).toMatchObject({ confirmed: 8, uncertain: named(1, 2) })
  })
})

test('a decision about uncertain labels may take its time and sees the reason', async () => {
  const line = await startLine({ dropAt: [120] })
  const asked: unknown[] = []
  const printer = await openPrinter(line.printer.url, {
    ...line.options,
    giveUpMs: 100,
    async uncertain(ids, reason) {
      asked.push([ids, reason])
      await new Promise((resolve) => setTimeout(resolve, 150))
      return 'reprint' as const
    },
  })
  const outcomes = await Promise.all(range(3).map((number) => printer.print(zplLabel(number))))
  await printer.close()
  await line.printer.close()
  expect(asked).toEqual([[range(3).map(nameOf), 'connection-lost']])
  expect(outcomes.map(({ attempts }) => attempts)).toEqual([2, 2, 2])
  expect(line.journal.map(({ state }) => state)).toEqual(['sent', 'uncertain', 'sent', 'confirmed'])
})
