import { cpSync, appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runBatch } from '@claimtag/batch'
import type { Template } from '@claimtag/label'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { jobSource, type LabelSource, type Notice, type StationEvent } from '../../src/index.ts'
import { decoder, type Killable, openKillable, printerOnBench, scanOf } from '../bench.ts'

const DEVICES = 500
/** Another day: `CLAIMTAG_SEED=7`. */
const SEED = Number(process.env['CLAIMTAG_SEED'] ?? 20_261_128)

/** The same day each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const all = [...items]
  for (let at = all.length - 1; at > 0; at--) {
    const other = random(at + 1)
    ;[all[at], all[other]] = [all[other]!, all[at]!]
  }
  return all
}

/** Symbols alone: letters would be drawn anew whenever the station is opened, and other tests see them. */
const template = (text: string): Template => ({
  name: 'pack',
  stock: { width: 50, height: 50 },
  elements: [{ type: 'qr', x: 3, y: 3, size: 44, text }],
})
const cartons = { size: 20, template: template('{devEuis}') }
const pallets = { size: 5, template: template('PALLET {pallet}/{firstCarton}-{lastCarton}') }

/** Where a process is killed: at a line of the log, before the first byte, behind the last, at a scan. */
const MOMENTS = ['intention', 'sent', 'on-paper', 'printed', 'scan'] as const
type Moment = (typeof MOMENTS)[number]

function momentOf(event: StationEvent): Moment | undefined {
  if (event.type === 'printer') return event.event.type === 'sent' ? 'sent' : undefined
  if (event.type !== 'entry') return undefined
  const { result } = event.entry
  if (result === 'sending' || result === 'packing') return 'intention'
  if (result === 'printed') return 'printed'
  return result === 'checked' ? 'scan' : undefined
}

test('a day at the line: every device is labelled exactly once or named, and every mix-up is caught', async () => {
  const random = createRandom(SEED)
  const devices = sampleDevices(DEVICES).map(({ devEui }) => devEui)
  const unknown = ['0000000000000001', '0000000000000002', '0000000000000003']
  const arrivals = shuffled([...devices, ...unknown], random)
  const mixedUp = new Set(shuffled(devices, random).slice(0, 10))
  const twice = new Set(shuffled(devices, random).slice(0, 5))
  const kills = new Map<number, Moment | 'power'>()
  for (const [at, number] of shuffled(
    Array.from({ length: 45 }, (_, index) => 20 + index * 10),
    random,
  )
    .slice(0, 12)
    .entries())
    kills.set(number, at < 10 ? MOMENTS[at % MOMENTS.length]! : 'power')

  const out = join(temporaryFolder(), 'labels')
  await runBatch({ input: temporaryFile(csvOf(sampleDevices(DEVICES))), out, as: ['zpl'], verify: 'none' })
  const job = await jobSource({ out })
  onTestFinished(() => job.close())
  // Without the job's own journal, which a process that is not really dead would go on writing.
  const source: LabelSource = {
    name: job.name,
    devices: job.devices,
    find: (devEui) => job.find(devEui),
    close: () => undefined,
  }
  const { simulated, paper, hooks } = await printerOnBench({ paper: 120 })
  const [code, onPaper, packs] = [new Map<string, string>(), new Map<string, number>(), [] as string[]]
  const [astray, named]: [string[], (string | undefined)[]] = [[], []]
  const counts = { paperOut: 0, killed: 0, asked: 0, powerCuts: 0 }
  let looked = 0
  let moment: Moment | undefined
  let next = ''
  let running = await open(join(temporaryFolder(), 'station'))

  function open(folder: string): Promise<Killable> {
    const options = { check: true, cartons, pallets }
    return openKillable(folder, source, simulated.url, options, (event) => {
      if (event.type === 'printer' && event.event.type === 'paused' && event.event.reason === 'paper-out') {
        counts.paperOut += 1
        simulated.loadPaper(counts.paperOut < 4 ? 120 : 10_000)
      }
      if (moment !== undefined && momentOf(event) === moment) kill()
    })
  }

  function kill(): void {
    moment = undefined
    hooks.onLabel = undefined
    counts.killed += 1
    next = running.kill()
  }

  /** What a person sees who looks at the labels that came out. */
  async function look(): Promise<void> {
    for (; looked < paper.length; looked++) {
      const text = await scanOf(paper[looked]!)
      const result = decoder.decode(text)
      if (!result.ok) packs.push(text)
      else {
        const { devEui } = result.record
        code.set(devEui, text)
        onPaper.set(devEui, (onPaper.get(devEui) ?? 0) + 1)
      }
    }
  }

  /** Does it, and opens the station again where it was killed meanwhile. */
  async function surviving(work: (station: Killable['station']) => Promise<Notice | undefined>) {
    const began = running
    const notice = await Promise.race([work(began.station).catch(() => undefined), began.killed])
    if (next === '') return notice ?? undefined
    const folder = next
    next = ''
    running = await open(folder)
    await answer()
    return undefined
  }

  /** The station asks; the operator looks, and tells the truth. */
  async function answer(): Promise<void> {
    // A carton that was full when it was killed gets its label first.
    await running.station.arrive('')
    const { phase, label = '' } = running.station.view()
    if (phase !== 'ask') return
    counts.asked += 1
    const before = label.includes('-') ? packs.length : (onPaper.get(label) ?? 0)
    await look()
    const after = label.includes('-') ? packs.length : (onPaper.get(label) ?? 0)
    const no = counts.asked % 2 === 0 ? 'not-printed' : 'again'
    await running.station.act({ type: 'answer', answer: after > before ? 'printed' : no })
  }

  /** The mains fail, of printer and computer, while a line is being written. */
  async function cutPower(): Promise<void> {
    counts.powerCuts += 1
    await simulated.cutPower()
    const folder = join(temporaryFolder(), 'station')
    cpSync(running.kill(), folder, { recursive: true })
    appendFileSync(join(folder, 'line.ndjson'), '{"at":"2026-11-28T10:00:00.000Z","by":"Ad')
    await simulated.powerOn()
    running = await open(folder)
    await answer()
  }

  for (const [number, devEui] of arrivals.entries()) {
    const kind = kills.get(number)
    if (kind === 'power') await cutPower()
    else if (kind === 'on-paper') hooks.onLabel = kill
    else if (kind !== undefined) moment = kind
    if (unknown.includes(devEui)) {
      named.push((await surviving((station) => station.arrive(devEui)))?.code)
      continue
    }
    for (let tries = 0; tries < 5; tries++) {
      const { phase, label } = running.station.view()
      if (phase === 'ready') await surviving((station) => station.arrive(devEui))
      else if (!/^(?:check|stopped)$/.test(phase) || label !== devEui) astray.push(`${phase} ${label}`)
      if (running.station.view().phase !== 'check') continue
      await look()
      if (mixedUp.delete(devEui)) {
        const wrong = [...code.keys()].find((other) => other !== devEui)!
        await surviving((station) => station.arrive(code.get(wrong)!))
        const { phase: now, scanned } = running.station.view()
        if (now !== 'stopped' || scanned !== wrong) astray.push(`${now} ${scanned}`)
      }
      await surviving((station) => station.arrive(code.get(devEui)!))
      if (running.station.view().phase === 'ready') break
    }
    if (twice.has(devEui)) named.push((await surviving((station) => station.arrive(devEui)))?.code)
  }
  await look()

  expect(astray).toEqual([])
  const times = (told: string): number => named.filter((one) => one === told).length
  expect([named.length, times('printed-before'), times('unknown-device')]).toEqual([8, 5, 3])

  expect(onPaper).toEqual(new Map([...onPaper.keys()].map((devEui) => [devEui, 1])))
  expect([...onPaper.keys()].sort()).toEqual(devices)
  expect(counts).toMatchObject({ paperOut: 4, killed: 10, powerCuts: 2 })
  expect(counts.asked).toBeGreaterThanOrEqual(4)
  expect(mixedUp.size).toBe(0)
  const inCartons = packs.filter((text) => !text.startsWith('PALLET'))
  expect(inCartons.flatMap((text) => text.split('/')).sort()).toEqual(devices)
  expect(packs.filter((text) => text.startsWith('PALLET')).sort()).toEqual(
    [1, 2, 3, 4, 5].map((pallet) => `PALLET ${pallet}/${pallet * 5 - 4}-${pallet * 5}`),
  )
  expect(running.station.view()).toMatchObject({
    phase: 'ready',
    labelled: DEVICES,
    carton: { number: 26, devices: 0 },
    pallet: { number: 6, cartons: 0 },
    shift: {
      labelled: DEVICES,
      mixUps: 10,
      voided: 0,
      cartons: 25,
      pallets: 5,
      refused: { 'unknown-device': 3, 'printed-before': 5 },
    },
  })
})
