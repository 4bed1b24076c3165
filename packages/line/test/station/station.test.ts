import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { csvOf, type SampleDevice, sampleDevice, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { fileSource, type LabelSource, type LineEntry, type StationOptions } from '../../src/index.ts'
import { devicesOn, openKillable, printerOnBench, scanOf } from '../bench.ts'

const devices = sampleDevices(12)
const [first, second, third] = devices.map(({ devEui }) => devEui) as [string, string, string]

const opened: LabelSource[] = []
afterAll(async () => {
  for (const source of opened) await source.close()
})

async function sourceOf(rows: readonly SampleDevice[]): Promise<LabelSource> {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-line-'))
  const input = join(folder, 'devices.csv')
  writeFileSync(input, csvOf(rows))
  const source = await fileSource({ input })
  opened.push(source)
  // It holds all that it needs.
  rmSync(folder, { recursive: true })
  return source
}

/** What most tests label from: to check a file takes longer than what they do. */
const usual = sourceOf(devices)

async function bench(options: Partial<StationOptions> = {}, rows = devices) {
  const printer = await printerOnBench()
  const source = rows === devices ? await usual : await sourceOf(rows)
  const folder = join(temporaryFolder(), 'station')
  const open = (at = folder) => openKillable(at, source, printer.simulated.url, options)
  return { ...printer, folder, open, ...(await open()) }
}

const linesOf = (folder: string): readonly LineEntry[] =>
  readFileSync(join(folder, 'line.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LineEntry)

test('labels a device that arrives, once, and names what it does not label', async () => {
  const refused = { ...sampleDevice(90), ownerToken: '!' }
  const { station, paper, folder } = await bench({ product: { joinEui: '70B3D57ED0000001' } }, [
    ...devices,
    refused,
    { ...sampleDevice(91), appEui: '70B3D57ED0000099' },
  ])
  expect(await station.arrive('')).toBeUndefined()
  expect(await station.arrive('70-b3-d5-7e-d0-10-00-00')).toEqual({
    code: 'labelled',
    devEui: first,
    checked: false,
  })
  expect(await station.arrive(first)).toEqual({ code: 'printed-before', devEui: first })
  expect(await station.arrive('0000000000000001')).toMatchObject({ code: 'unknown-device' })
  expect(await station.arrive(refused.devEui)).toMatchObject({ code: 'refused-device' })
  expect(await station.arrive(sampleDevice(91).devEui)).toMatchObject({
    code: 'wrong-product',
    found: '70B3D57ED0000099',
  })
  expect(await station.arrive('LW:D0:nonsense')).toEqual({ code: 'unreadable' })
  expect(await station.arrive(await scanOf(paper[0]!))).toMatchObject({ code: 'printed-before' })
  expect(await devicesOn(paper)).toEqual([first])
  expect(station.view()).toMatchObject({
    phase: 'ready',
    labelled: 1,
    shift: {
      labelled: 1,
      refused: {
        'unknown-device': 1,
        'refused-device': 1,
        'wrong-product': 1,
        'printed-before': 2,
        unreadable: 1,
      },
    },
  })
  expect(statSync(join(folder, 'line.ndjson')).mode & 0o777).toBe(0o600)
  const lines = linesOf(folder)
  expect(lines.map(({ result }) => result).slice(0, 3)).toEqual(['opened', 'sending', 'printed'])
  expect(lines.every(({ by, printer }) => by === 'Ada' && printer.startsWith('tcp://'))).toBe(true)
  for (const { ownerToken } of devices) expect(JSON.stringify(lines)).not.toContain(ownerToken.slice(0, 8))
})

test('goes on only when the printed label was scanned, and stops at the label of another device', async () => {
  const { station, paper } = await bench({ check: true })
  expect(await station.arrive(first)).toEqual({ code: 'scan-label', devEui: first })
  expect(await station.arrive('###')).toEqual({ code: 'label-unreadable', devEui: first })
  expect(await station.arrive(first)).toEqual({ code: 'not-the-label', devEui: first })
  expect(await station.arrive(await scanOf(paper[0]!))).toMatchObject({ code: 'labelled', checked: true })
  await station.arrive(second)
  for (const _ of [1, 2])
    expect(await station.arrive(await scanOf(paper[0]!))).toEqual({
      code: 'other-device',
      devEui: second,
      scanned: first,
    })
  expect(station.view()).toMatchObject({ phase: 'stopped', label: second, scanned: first })
  expect(await station.act({ type: 'carton' })).toMatchObject({ code: 'finish-first' })
  expect(await station.arrive(await scanOf(paper[1]!))).toMatchObject({ code: 'labelled', devEui: second })
  expect(station.view()).toMatchObject({ phase: 'ready', shift: { labelled: 2, mixUps: 1, unreadable: 2 } })
})

test('prints again for a reason only, and keeps no code that was scanned in place of one', async () => {
  const { station, paper, folder } = await bench()
  expect(await station.act({ type: 'reprint', reason: 'torn' })).toEqual({ code: 'nothing-to-do' })
  await station.arrive(first)
  const code = await scanOf(paper[0]!)
  for (const reason of ['', ' ', code, code.slice(0, 40), second, 'x'.repeat(81), 'a\u0007b'])
    expect(await station.act({ type: 'reprint', reason })).toEqual({ code: 'no-reason' })
  expect(await station.act({ type: 'operator', name: code })).toEqual({ code: 'no-reason' })
  expect(await station.act({ type: 'reprint', reason: 'torn while sticking' })).toMatchObject({
    code: 'labelled',
  })
  expect(await station.act({ type: 'void', reason: 'stuck askew' })).toEqual({
    code: 'voided',
    devEui: first,
  })
  expect(await station.act({ type: 'void', reason: 'stuck askew' })).toEqual({ code: 'nothing-to-do' })
  expect(station.view()).toMatchObject({ labelled: 0 })
  // A spoilt label has its reason already.
  expect(await station.arrive(first)).toMatchObject({ code: 'labelled' })
  expect(await devicesOn(paper)).toEqual([first, first, first])
  expect(linesOf(folder).filter(({ result }) => result === 'sending')).toMatchObject([
    { attempt: 1 },
    { attempt: 2, reason: 'torn while sticking' },
    { attempt: 3, reason: 'stuck askew' },
  ])
  expect(station.view()).toMatchObject({ labelled: 1, shift: { labelled: 2, reprinted: 2, voided: 1 } })
})

test('a reason is for the device that has just arrived, and not for the last one that was printed', async () => {
  const { station, paper } = await bench()
  await station.arrive(first)
  await station.arrive(second)
  await station.arrive(first)
  expect(await station.act({ type: 'reprint', reason: 'came off' })).toMatchObject({ devEui: first })
  await station.arrive(second)
  expect(await station.act({ type: 'void', reason: 'askew' })).toEqual({ code: 'voided', devEui: second })
  await station.arrive(third)
  expect(await station.act({ type: 'reprint', reason: 'pale' })).toMatchObject({ devEui: third })
  expect(await devicesOn(paper)).toEqual([first, second, first, third, third])
})

test('labels cartons and pallets, which hold no code and no token', async () => {
  const { station, paper, folder } = await bench({ cartons: { size: 3 }, pallets: { size: 2 } })
  for (const { devEui } of devices.slice(0, 7)) await station.arrive(devEui)
  expect(await station.act({ type: 'carton' })).toEqual({ code: 'packed', pack: 'carton-00003', devices: 1 })
  expect(await station.act({ type: 'carton' })).toEqual({ code: 'nothing-to-do' })
  await station.act({ type: 'reprint', label: 'carton-00001', reason: 'wet' })
  expect(await station.act({ type: 'pallet' })).toEqual({ code: 'packed', pack: 'pallet-00002', devices: 1 })
  const euis = devices.map(({ devEui }) => devEui)
  expect(await devicesOn(paper)).toEqual([
    ...euis.slice(0, 3),
    euis.slice(0, 3).join('/'),
    ...euis.slice(3, 6),
    euis.slice(3, 6).join('/'),
    `PALLET 1/1-2/6/${first}/${euis[5]}`,
    euis[6],
    euis[6],
    euis.slice(0, 3).join('/'),
    `PALLET 2/3-3/1/${euis[6]}/${euis[6]}`,
  ])
  expect(linesOf(folder).filter(({ result }) => result === 'packing')).toMatchObject([
    { pack: 'carton-00001', devEuis: euis.slice(0, 3), devices: 3 },
    { pack: 'carton-00002', devEuis: euis.slice(3, 6) },
    { pack: 'pallet-00001', packs: ['carton-00001', 'carton-00002'], devices: 6 },
    { pack: 'carton-00003', devEuis: [euis[6]] },
    { pack: 'carton-00001', attempt: 2, reason: 'wet' },
    { pack: 'pallet-00002', packs: ['carton-00003'] },
  ])
  expect(station.view()).toMatchObject({
    shift: { cartons: 3, pallets: 2 },
    carton: { number: 4, devices: 0 },
  })
})

test('a spoilt label leaves its carton, and comes back into it once', async () => {
  const { station, folder } = await bench({ cartons: { size: 2 } })
  await station.arrive(first)
  await station.act({ type: 'void', reason: 'askew' })
  expect(station.view()).toMatchObject({ carton: { devices: 0 } })
  await station.arrive(second)
  await station.arrive(first)
  expect(linesOf(folder).filter(({ result }) => result === 'packing')).toMatchObject([
    { devEuis: [second, first] },
  ])
  await station.act({ type: 'void', devEui: second, reason: 'fell off' })
  await station.arrive(second)
  expect(station.view()).toMatchObject({ labelled: 2, carton: { number: 2, devices: 0 } })
})

test('asks about a label of which it does not know whether it is on paper, and guesses nothing', async () => {
  const { hooks, paper, open, ...begun } = await bench({ check: true })
  let running: Awaited<ReturnType<typeof open>> = begun
  let next = ''

  /** On paper, but the station was killed before the printer could say so. */
  async function killWhenPrinted(devEui: string): Promise<void> {
    hooks.onLabel = () => (next = running.kill())
    void running.station.arrive(devEui)
    await running.killed
    hooks.onLabel = undefined
    running = await open(next)
    expect(running.station.view()).toMatchObject({ phase: 'ask', label: devEui })
    expect(await running.station.arrive(third)).toEqual({ code: 'finish-first', label: devEui })
  }

  await killWhenPrinted(first)
  expect(await running.station.act({ type: 'answer', answer: 'printed' })).toMatchObject({ code: 'answered' })
  expect(running.station.view()).toMatchObject({ phase: 'check', label: first })
  expect(await running.station.arrive(await scanOf(paper[0]!))).toMatchObject({ code: 'labelled' })

  await killWhenPrinted(second)
  expect(await running.station.act({ type: 'answer', answer: 'again' })).toEqual({
    code: 'scan-label',
    devEui: second,
  })
  expect(await running.station.arrive(await scanOf(paper[2]!))).toMatchObject({ code: 'labelled' })

  await killWhenPrinted(third)
  await running.station.act({ type: 'answer', answer: 'not-printed' })
  expect(running.station.view()).toMatchObject({ phase: 'ready', labelled: 2 })
  expect(await running.station.act({ type: 'answer', answer: 'printed' })).toEqual({ code: 'nothing-to-do' })
  expect(await running.station.arrive(third)).toMatchObject({ code: 'scan-label' })
})

test('goes on at the scan that was waited for, and at the mix-up that was not put right', async () => {
  const { station, paper, open, kill } = await bench({ check: true })
  await station.arrive(first)
  const again = await open(kill())
  expect(again.station.view()).toMatchObject({ phase: 'check', label: first })
  await again.station.arrive(await scanOf(paper[0]!))
  await again.station.arrive(second)
  await again.station.arrive(await scanOf(paper[0]!))
  const red = await open(again.kill())
  expect(red.station.view()).toMatchObject({ phase: 'stopped', label: second, scanned: first })
  expect(await red.station.act({ type: 'void', reason: 'on the wrong device' })).toMatchObject({
    code: 'voided',
  })
  expect(red.station.view()).toMatchObject({ phase: 'ready', shift: { mixUps: 1, voided: 1 } })
})

test('waits for paper as long as it takes, and counts a shift for each operator', async () => {
  const printer = await printerOnBench({ paper: 1 })
  const source = await usual
  const waits: unknown[] = []
  const { station } = await openKillable(
    join(temporaryFolder(), 'station'),
    source,
    printer.simulated.url,
    {},
    (event) => {
      if (event.type !== 'printer' || event.event.type !== 'paused') return
      waits.push(event.event.reason, station.view())
      printer.simulated.loadPaper(100)
    },
  )
  await station.arrive(first)
  await station.arrive(second)
  // The last label of the roll is confirmed when there is paper for the next one.
  expect(waits).toEqual([
    'paper-out',
    expect.objectContaining({
      phase: 'printing',
      label: first,
      printer: expect.objectContaining({ wait: 'paper-out' }) as object,
    }),
  ])
  expect(await station.act({ type: 'operator', name: 'Grace' })).toEqual({ code: 'operator', name: 'Grace' })
  await station.arrive(third)
  expect(station.view()).toMatchObject({ operator: 'Grace', labelled: 3, shift: { labelled: 1 } })
  await station.act({ type: 'shift' })
  expect(station.view()).toMatchObject({ shift: { labelled: 0 } })
})

test('what a person does while a label is printed is no scan of it, and prints no second one', async () => {
  const { station, paper, simulated } = await bench({ check: true })
  simulated.loadPaper(0)
  const printing = station.arrive(first)
  await vi.waitFor(() => expect(station.view()).toMatchObject({ phase: 'printing', label: first }), 30_000)
  const early = station.arrive(second)
  expect(await station.act({ type: 'reprint', reason: 'where is it' })).toEqual({
    code: 'finish-first',
    label: first,
  })
  expect(await station.act({ type: 'void', reason: 'where is it' })).toMatchObject({ code: 'finish-first' })
  simulated.loadPaper(100)
  expect([await printing, await early]).toEqual([
    { code: 'scan-label', devEui: first },
    { code: 'finish-first', label: first },
  ])
  expect(station.view()).toMatchObject({ phase: 'check', subject: first, shift: { mixUps: 0 } })
  expect(await devicesOn(paper)).toEqual([first])
  // A code is on a label, however early it is scanned.
  const again = station.act({ type: 'reprint', reason: 'pale' })
  const code = await scanOf(paper[0]!)
  expect([await again, await station.arrive(code)]).toMatchObject([
    { code: 'scan-label' },
    { code: 'labelled' },
  ])
  await station.arrive(first)
  expect(station.view()).toMatchObject({ phase: 'ready', subject: first })
})
