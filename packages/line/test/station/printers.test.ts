import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { fileSource, LANGUAGES, type LineEntry, openStation, screenOf } from '../../src/index.ts'
import { decoder, devicesOn, openKillable, printerOnBench } from '../bench.ts'

const devices = sampleDevices(5).map(({ devEui }) => devEui)

async function sourceOfFew() {
  const input = join(temporaryFolder(), 'devices.csv')
  writeFileSync(input, csvOf(sampleDevices(5)))
  const source = await fileSource({ input })
  onTestFinished(() => source.close())
  return source
}

test('cartons and pallets have printers of their own, which are waited for, and asked about after a crash', async () => {
  const [small, large] = [await printerOnBench(), await printerOnBench({ paper: 0 })]
  const source = await sourceOfFew()
  const options = {
    cartons: { size: 2, to: large.simulated.url, language: 'tspl', dpi: 203 },
    pallets: { size: 2 },
  } as const
  const said: string[] = []
  const open = (folder: string) =>
    openKillable(folder, source, small.simulated.url, options, (event) => {
      if (event.type !== 'printing') return
      said.push(screenOf(running.station.view(), LANGUAGES.en.words).sentence)
      if (event.label === 'carton-00001') large.simulated.loadPaper(100)
    })
  let running: Awaited<ReturnType<typeof open>>
  running = await open(join(temporaryFolder(), 'station'))
  // Who begins to work sees what the other printer lacks.
  await vi.waitFor(
    () => expect(running.station.view().printer).toMatchObject({ prints: 'carton', wait: 'paper-out' }),
    30_000,
  )
  await running.station.arrive(devices[0]!)
  await running.station.arrive(devices[1]!)
  expect(said).toEqual([
    `The label of ${devices[0]} is being printed.`,
    `The label of ${devices[1]} is being printed.`,
    'Carton printer: The printer is out of labels.',
  ])
  const { facts } = screenOf(running.station.view(), LANGUAGES.de.words)
  expect(facts.slice(-3)).toEqual([
    ['Drucker', small.simulated.url],
    ['Kartondrucker', large.simulated.url],
    ['Palettendrucker', large.simulated.url],
  ])

  // On paper at the other printer, and the station is killed before it knows.
  let next = ''
  large.hooks.onLabel = () => (next = running.kill())
  await running.station.arrive(devices[2]!)
  void running.station.arrive(devices[3]!)
  await running.killed
  large.hooks.onLabel = undefined
  running = await open(next)
  expect(running.station.view()).toMatchObject({ phase: 'ask', label: 'carton-00002' })
  expect(await running.station.arrive(devices[4]!)).toMatchObject({ code: 'finish-first' })
  await running.station.act({ type: 'answer', answer: 'not-printed' })
  await running.station.act({ type: 'answer', answer: 'printed' })
  await running.station.arrive(devices[4]!)

  expect(await devicesOn(small.paper)).toEqual(devices)
  const inTwo = devices.slice(2, 4).join('/')
  expect(await devicesOn(large.paper)).toEqual([
    devices.slice(0, 2).join('/'),
    inTwo,
    inTwo,
    `PALLET 1/1-2/4/${devices[0]}/${devices[3]}`,
  ])
  const lines = readFileSync(join(next, 'line.ndjson'), 'utf8').trimEnd().split('\n')
  for (const line of lines) {
    const { printer, ...entry } = JSON.parse(line) as LineEntry
    expect([line, printer]).toEqual([line, ('pack' in entry ? large : small).simulated.url])
  }
})

test('a printer whose host is written in capitals for cartons is the same one', async () => {
  const bench = await printerOnBench()
  const to = bench.simulated.url.replace('127.0.0.1', 'localhost')
  const source = await sourceOfFew()
  const options = { folder: join(temporaryFolder(), 'station'), source, to, decoder, operator: 'Ada' }
  const cartons = { size: 1, to: to.replace('localhost', 'LOCALHOST') }
  const station = await openStation({ ...options, cartons })
  expect(await station.arrive(devices[0]!)).toMatchObject({ code: 'labelled' })
  expect(await devicesOn(bench.paper)).toEqual([devices[0], devices[0]])
  await station.close()
})

test('one printer does not speak two languages', async () => {
  const source = await sourceOfFew()
  const to = `file://${join(temporaryFolder(), 'printer.bin')}`
  const options = { folder: join(temporaryFolder(), 'station'), source, to, decoder, operator: 'Ada' }
  const opening = openStation({ ...options, cartons: { size: 2, language: 'tspl' } })
  await expect(opening).rejects.toMatchObject({ code: 'printer-languages' })
  // Nothing was left locked.
  await (await openStation({ ...options, cartons: { size: 2 } })).close()
})
