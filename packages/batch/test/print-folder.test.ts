import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import type { DeliveryEntry, PrinterEvent } from '@claimtag/printer'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  encodePng,
  startPrinter,
  type PrinterOptions,
  type Raster,
} from '../../../examples/factory-line/src/index.ts'
import { printFolder, runBatch, type OutputKind } from '../src/index.ts'
import type { Reprint } from '../src/print/print-schema.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const scanner = createScanner()

const devices = sampleDevices(20)
const euis = devices.map(({ devEui }) => devEui)
const noon = () => new Date('2026-11-22T12:00:00Z')

async function finishedJob(as: readonly OutputKind[] = ['zpl']): Promise<string> {
  const out = temporaryFolder()
  await runBatch({ input: temporaryFile(csvOf(devices)), out, as, verify: 'none' })
  return out
}

async function printer(options: PrinterOptions = {}) {
  const labels: Raster[] = []
  const simulated = await startPrinter({ msPerLabel: 2, ...options, onLabel: (label) => labels.push(label) })
  onTestFinished(() => simulated.close())
  return { to: simulated.url, labels, refill: () => simulated.loadPaper(100) }
}

const journalPath = (out: string): string => join(out, '.claimtag/deliveries.ndjson')

function linesOf(path: string): readonly unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as unknown)
}

const journalOf = (out: string) => linesOf(journalPath(out)) as readonly DeliveryEntry[]
const auditOf = (out: string) => linesOf(join(out, 'audit.ndjson')) as readonly Reprint[]

/** Like a machine that stops while it prints. */
function leaveJournal(out: string, entries: readonly DeliveryEntry[], rest = ''): void {
  writeFileSync(journalPath(out), entries.map((entry) => `${JSON.stringify(entry)}\n`).join('') + rest)
}

/** The DevEUIs that came out of the printer, read from its dots. */
async function readAll(labels: readonly Raster[]): Promise<readonly string[]> {
  const decoder = createDecoder()
  const found: string[] = []
  for (const label of labels) {
    const [text = ''] = textsOf(await scanner.scan(encodePng(label, 203)))
    const result = decoder.decode(text)
    found.push(result.ok ? result.record.devEui : result.error.code)
  }
  return found
}

test('labels come out once, in the order of the rows, and a second call prints nothing', async () => {
  const out = await finishedJob()
  const { to, labels } = await printer()
  expect(await printFolder({ out, to })).toEqual({
    printed: 20,
    confirms: 'printed',
    skipped: 0,
    interrupted: false,
    uncertain: [],
  })
  expect(await readAll(labels)).toEqual(euis)
  expect(await printFolder({ out, to })).toMatchObject({ printed: 0, skipped: 20 })
  expect(labels).toHaveLength(20)
})

test('a label drawn anew from its PNG is the label that was computed', async () => {
  const out = await finishedJob(['png', 'zpl'])
  const fromPng = await finishedJob(['png'])
  const [first, second] = [await printer(), await printer()]
  await printFolder({ out, to: first.to })
  await printFolder({ out: fromPng, to: second.to })
  expect(second.labels).toEqual(first.labels)
})

test('TSPL printers get the same dots', async () => {
  const out = await finishedJob(['png'])
  const { to, labels } = await printer({ language: 'tspl' })
  expect(await printFolder({ out, to, language: 'tspl' })).toMatchObject({ printed: 20 })
  expect(await readAll(labels)).toEqual(euis)
})

test('paper out pauses the job and says so; with new paper it goes on without losing or repeating a label', async () => {
  const out = await finishedJob()
  const { to, labels, refill } = await printer({ paper: 7 })
  const events: PrinterEvent[] = []
  const onEvent = (event: PrinterEvent) => {
    events.push(event)
    if (event.type === 'paused') setTimeout(refill, 50)
  }
  expect(await printFolder({ out, to, onEvent })).toMatchObject({ printed: 20, uncertain: [] })
  expect(events).toContainEqual({ type: 'paused', reason: 'paper-out' })
  expect(events).toContainEqual({ type: 'resumed', after: 'paper-out' })
  expect(await readAll(labels)).toEqual(euis)
})

test('after a dropped connection the doubtful labels are named, the rest is printed, and none is printed twice', async () => {
  const out = await finishedJob()
  const { to, labels } = await printer({ dropAt: [20_000] })
  const { printed, uncertain } = await printFolder({ out, to })
  expect(uncertain.length).toBeGreaterThan(0)
  expect(printed + uncertain.length).toBe(20)
  const seen = await readAll(labels)
  expect(new Set(seen).size).toBe(seen.length)
  expect(euis.filter((devEui) => !seen.includes(devEui) && !uncertain.includes(devEui))).toEqual([])
  // The next call knows about them, and leaves them to a person.
  expect(await printFolder({ out, to })).toMatchObject({ printed: 0, skipped: 20, uncertain })
})

test('an interrupted call goes on', async () => {
  const out = await finishedJob()
  const { to, labels } = await printer({ msPerLabel: 20 })
  const stop = new AbortController()
  const onEvent = (event: PrinterEvent) => {
    if (event.type === 'printed' && event.id === euis[7]) stop.abort()
  }
  const first = await printFolder({ out, to, signal: stop.signal, onEvent })
  expect(first.interrupted).toBe(true)
  const second = await printFolder({ out, to })
  expect(first.printed + second.printed + second.uncertain.length).toBe(20)
  const seen = await readAll(labels)
  expect(new Set(seen).size).toBe(seen.length)
})

test('one device is printed again only with a reason, which is logged', async () => {
  const out = await finishedJob()
  const { to, labels } = await printer()
  const [devEui = ''] = euis
  expect(await printFolder({ out, to, devEuis: [devEui] })).toMatchObject({ printed: 1 })
  await expect(printFolder({ out, to, devEuis: [devEui] })).rejects.toMatchObject({ code: 'printed-before' })
  expect(existsSync(join(out, 'audit.ndjson'))).toBe(false)

  const again = { out, to, devEuis: [devEui], reprint: { reason: 'label torn' }, now: noon }
  expect(await printFolder(again)).toMatchObject({ printed: 1 })
  expect(await readAll(labels)).toEqual([devEui, devEui])
  const log = readFileSync(join(out, 'audit.ndjson'), 'utf8')
  expect(JSON.parse(log)).toMatchObject({
    at: '2026-11-22T12:00:00.000Z',
    devEui,
    reason: 'label torn',
    printer: to,
  })
  await printFolder(again)
  expect(readFileSync(join(out, 'audit.ndjson'), 'utf8').startsWith(log)).toBe(true)
})

test('what is unknown, changed or of another kind is not printed', async () => {
  const { to, labels } = await printer()
  const out = await finishedJob(['png'])
  const none = ['0000000000000000']
  await expect(printFolder({ out, to, devEuis: none })).rejects.toMatchObject({ code: 'unknown-device' })
  appendFileSync(join(out, `${sampleDevice(0).devEui}.png`), 'x')
  await expect(printFolder({ out, to })).rejects.toMatchObject({ code: 'label-changed' })
  await expect(printFolder({ out: await finishedJob(['svg']), to })).rejects.toMatchObject({
    code: 'not-printable',
  })
  await expect(printFolder({ out: temporaryFolder(), to })).rejects.toMatchObject({ code: 'job-missing' })
  expect(labels).toEqual([])
})

test('with reprint, doubtful labels are sent again at once, and stand in the audit log', async () => {
  const out = await finishedJob()
  const { to, labels } = await printer({ dropAt: [20_000] })
  const options = { out, to, uncertain: 'reprint', now: noon } as const
  expect(await printFolder(options)).toMatchObject({ printed: 20, uncertain: [] })
  const doubtful = journalOf(out).flatMap((entry) => (entry.state === 'uncertain' ? entry.ids : []))
  expect(doubtful.length).toBeGreaterThan(0)
  const seen = await readAll(labels)
  expect(new Set(seen)).toEqual(new Set(euis))
  const twice = seen.filter((devEui, index) => seen.indexOf(devEui) !== index)
  expect(twice.filter((devEui) => !doubtful.includes(devEui))).toEqual([])
  expect(auditOf(out).map(({ devEui }) => devEui)).toEqual(doubtful)
})

test('a label at which the printer always hangs up is held after five attempts', async () => {
  const out = await finishedJob()
  const { to } = await printer({ dropAt: Array.from({ length: 100 }, (_, i) => (i + 1) * 10_000) })
  const devEuis = euis.slice(0, 8)
  const { printed, uncertain } = await printFolder({ out, to, devEuis, uncertain: 'reprint' })
  expect({ printed, uncertain }).toEqual({ printed: 0, uncertain: devEuis })
  expect(journalOf(out).flatMap((entry) => (entry.state === 'sent' ? [entry.attempt] : []))).toEqual([
    1, 2, 3, 4, 5,
  ])
})

test.each(['reprint', 'printed'] as const)('doubtful labels of an earlier run: %s', async (uncertain) => {
  const out = await finishedJob()
  const { to, labels } = await printer()
  const [first = '', second = ''] = euis
  leaveJournal(out, [{ state: 'sent', ids: [first, second], attempt: 1 }])
  expect(await printFolder({ out, to })).toMatchObject({ printed: 18, uncertain: [first, second] })
  const settled = await printFolder({ out, to, uncertain, devEuis: [second] })
  expect(settled).toMatchObject({ printed: uncertain === 'reprint' ? 1 : 0, uncertain: [] })
  expect(await printFolder({ out, to, uncertain })).toMatchObject({ uncertain: [] })
  const seen = await readAll(labels)
  expect(seen).toEqual(uncertain === 'reprint' ? [...euis.slice(2), second, first] : euis.slice(2))
  expect(journalOf(out).at(-1)).toMatchObject(
    uncertain === 'reprint'
      ? { state: 'confirmed', ids: [first] }
      : { state: 'confirmed', ids: [first], by: userInfo().username },
  )
  expect(existsSync(join(out, 'audit.ndjson'))).toBe(uncertain === 'reprint')
  expect(await printFolder({ out, to })).toMatchObject({ printed: 0, skipped: 20, uncertain: [] })
})

const whenSent = (stop: AbortController) => (event: PrinterEvent) => event.type === 'sent' && stop.abort()

describe('an interruption', () => {
  const devEuis = euis.slice(0, 8)

  test('waits for the labels on their way', async () => {
    const out = await finishedJob()
    const { to, labels } = await printer({ msPerLabel: 20 })
    const stop = new AbortController()
    const first = await printFolder({ out, to, signal: stop.signal, onEvent: whenSent(stop) })
    expect(first).toMatchObject({ interrupted: true, uncertain: [] })
    expect(first.printed).toBeLessThan(20)
    expect(await printFolder({ out, to })).toMatchObject({ printed: 20 - first.printed, uncertain: [] })
    expect(await readAll(labels)).toEqual(euis)
  })

  test('is none when everything was on its way', async () => {
    const out = await finishedJob()
    const { to } = await printer({ msPerLabel: 10 })
    const stop = new AbortController()
    const call = { out, to, devEuis, signal: stop.signal, onEvent: whenSent(stop) }
    expect(await printFolder(call)).toMatchObject({
      printed: 8,
      skipped: 0,
      interrupted: false,
      uncertain: [],
    })
  })

  test('does not wait for a printer that takes too long, nor before the first label', async () => {
    const out = await finishedJob()
    const { to } = await printer({ msPerLabel: 50 })
    const stop = new AbortController()
    const call = { out, to, devEuis, signal: stop.signal, graceMs: 0, onEvent: whenSent(stop) }
    expect(await printFolder(call)).toMatchObject({
      printed: 0,
      skipped: 0,
      interrupted: true,
      uncertain: devEuis,
    })
    const later = { out, to, signal: stop.signal }
    expect(await printFolder(later)).toMatchObject({ printed: 0, interrupted: true })
  })

  test('does not wait for a printer that waits for paper', async () => {
    const out = await finishedJob()
    const { to } = await printer({ msPerLabel: 5, paper: 3 })
    const stop = new AbortController()
    const onEvent = ({ type }: PrinterEvent) => type === 'paused' && stop.abort()
    const { interrupted, uncertain } = await printFolder({ out, to, devEuis, signal: stop.signal, onEvent })
    expect([interrupted, uncertain]).toEqual([true, devEuis])
  })
})

test('a printer that stays away ends the call with what is known; later it goes on', async () => {
  const out = await finishedJob()
  const labels: Raster[] = []
  const simulated = await startPrinter({ msPerLabel: 2, onLabel: (label) => labels.push(label) })
  onTestFinished(() => simulated.close())
  const to = simulated.url
  const onEvent = (event: PrinterEvent) => {
    if (event.type === 'printed' && event.id === euis[7]) void simulated.cutPower()
  }
  const first = await printFolder({ out, to, giveUpMs: 300, onEvent })
  expect(first).toMatchObject({ interrupted: false, failure: { code: 'printer-unreachable' } })
  expect(first.printed).toBe(8)
  await simulated.powerOn()
  const second = await printFolder({ out, to })
  expect(second.failure).toBeUndefined()
  expect(first.printed + second.printed + second.uncertain.length).toBe(20)
  const seen = await readAll(labels)
  expect(new Set(seen).size).toBe(seen.length)
})

test('a changed label ends the call after those before it are confirmed', async () => {
  const out = await finishedJob(['png'])
  const { to } = await printer({ msPerLabel: 10 })
  const { devEui } = sampleDevice(10)
  appendFileSync(join(out, `${devEui}.png`), 'x')
  await expect(printFolder({ out, to })).rejects.toMatchObject({ code: 'label-changed' })
  expect(journalOf(out).map(({ state }) => state)).toEqual(['sent', 'confirmed', 'sent', 'confirmed'])
  expect(journalOf(out).at(-1)?.ids).toEqual(euis.slice(8, 10))
})

test('labels that were on their way when the machine stopped are doubtful', async () => {
  const out = await finishedJob()
  const { to } = await printer()
  const [first = '', second = ''] = euis
  leaveJournal(
    out,
    [{ state: 'sent', ids: [first, second], attempt: 1 }],
    `{"state":"confirmed","ids":["${first}`,
  )
  expect(await printFolder({ out, to })).toMatchObject({
    printed: 18,
    skipped: 2,
    uncertain: [first, second],
  })
})
