import { connect } from 'node:net'
import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { tcpArrivals } from '../../src/arrival/tcp-arrivals.ts'
import { fileSource, openArrivals, openStation, type Take } from '../../src/index.ts'
import { createWaitingRoom } from '../../src/station/waiting-room.ts'
import { decoder, printerOnBench, scanOf } from '../bench.ts'

const [first, second, third, fourth] = sampleDevices(4).map(({ devEui }) => devEui) as [
  string,
  string,
  string,
  string,
]

/** On a busy machine. */
const patience = (look: () => void) => vi.waitFor(look, 30_000)

function onFailed(error: unknown): never {
  throw error
}

test('who waits is called in turn, and let go with the machine or the station', async () => {
  let isFree = false
  const sizes: number[] = []
  const room = createWaitingRoom(
    () => isFree,
    (size) => sizes.push(size),
  )
  const [gone, stays] = [new AbortController(), new AbortController()]
  const waits = [room.wait(stays.signal), room.wait(gone.signal)]
  room.look()
  gone.abort()
  expect(await waits[1]).toBe(false)
  isFree = true
  room.look()
  expect([await waits[0], await room.wait(stays.signal)]).toEqual([true, true])
  isFree = false
  const last = room.wait(stays.signal)
  room.close()
  expect([await last, await room.wait(stays.signal), sizes]).toEqual([false, false, [1, 2, 1, 0, 1, 0]])
})

test('with a check, devices of machines wait until the label before was scanned, and are no mix-up', async () => {
  const source = await fileSource({ input: temporaryFile(csvOf(sampleDevices(4))) })
  onTestFinished(() => source.close())
  const { simulated, paper } = await printerOnBench()
  const station = await openStation({
    folder: join(temporaryFolder(), 'station'),
    source,
    to: simulated.url,
    decoder,
    operator: 'Ada',
    check: true,
  })
  onTestFinished(() => station.close())
  const take: Take = (text, machine) => station.arrive(text, machine)
  const tcp = await tcpArrivals({ host: '127.0.0.1', port: 0 }, take, onFailed)
  onTestFinished(() => tcp.close())
  const inbox = join(temporaryFolder(), 'inbox')
  await mkdir(inbox)
  const folder = await openArrivals(inbox, take, { onFailed })
  onTestFinished(() => folder.close())
  const bench = connect(tcp.port, '127.0.0.1')
  onTestFinished(() => void bench.destroy())
  let answers = ''
  bench.on('data', (bytes) => (answers += bytes.toString()))
  const waiting = (count: number) => patience(() => expect(station.view().waiting).toBe(count))

  bench.write(`${first}\n${second}\n`)
  await patience(() => expect(paper).toHaveLength(1))
  await waiting(1)
  writeFileSync(join(inbox, 'next.txt'), third)
  await waiting(2)
  expect(station.view()).toMatchObject({ phase: 'check', label: first, shift: { mixUps: 0, unreadable: 0 } })
  // A bench that has lost its connection does not get its label later, when another device lies there.
  const other = connect(tcp.port, '127.0.0.1')
  other.write(`${fourth}\n`)
  await waiting(3)
  other.resetAndDestroy()
  await waiting(2)

  // The label is scanned by a scanner on the network: what it sends is the code.
  const scanner = connect(tcp.port, '127.0.0.1')
  onTestFinished(() => void scanner.destroy())
  for (const [printed, devEui] of [first, second].entries()) {
    await patience(() => expect(station.view()).toMatchObject({ phase: 'check', label: devEui }))
    scanner.write(`${await scanOf(paper[printed]!)}\n`)
    await patience(() => expect(paper).toHaveLength(printed + 2))
  }
  await patience(() => expect(station.view()).toMatchObject({ phase: 'check', label: third, waiting: 0 }))
  // A person who types another device is stopped, as before.
  expect(await station.arrive(fourth)).toMatchObject({ code: 'other-device' })
  expect(await station.arrive(await scanOf(paper[2]!))).toMatchObject({ code: 'labelled', devEui: third })
  expect(answers.trimEnd().split('\n')).toHaveLength(2)
  expect(station.view().shift).toMatchObject({ labelled: 3, mixUps: 1, refused: { 'unknown-device': 0 } })
})
