import { createDecoder } from '@claimtag/decoder'
import { scan } from '@claimtag/decoder/scan'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  encodePng,
  startPrinter,
  type PrinterOptions,
  type Raster,
} from '../../../examples/factory-line/src/index.ts'
import { printFolder, runBatch, type OutputKind, type PrinterEvent } from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from './temporary.ts'

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

/** The DevEUIs that came out of the printer, read from its dots. */
async function readAll(labels: readonly Raster[]): Promise<readonly string[]> {
  const decoder = createDecoder()
  const found: string[] = []
  for (const label of labels) {
    const [text = ''] = await scan(encodePng(label, 203))
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
  // The next call knows of them, and leaves them to a person.
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
  await expect(printFolder({ out: temporaryFolder(), to })).rejects.toMatchObject({ code: 'job-damaged' })
  expect(labels).toEqual([])
})

test('labels that were on their way when the machine stopped are doubtful', async () => {
  const out = await finishedJob()
  const { to } = await printer()
  const [first = '', second = ''] = euis
  const sent = JSON.stringify({ state: 'sent', ids: [first, second], attempt: 1 })
  writeFileSync(join(out, '.claimtag/deliveries.ndjson'), `${sent}\n{"state":"confirmed","ids":["${first}`)
  expect(await printFolder({ out, to })).toMatchObject({
    printed: 18,
    skipped: 2,
    uncertain: [first, second],
  })
})
