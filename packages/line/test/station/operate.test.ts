import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { fileSource, openStation, type Station } from '../../src/index.ts'
import { decoder } from '../bench.ts'

const devices = sampleDevices(3)
const [first, second, third] = devices.map(({ devEui }) => devEui) as [string, string, string]

test('whatever label a program names, the log can be read again', async () => {
  const source = await fileSource({ input: temporaryFile(csvOf(devices)) })
  onTestFinished(() => source.close())
  const folder = join(temporaryFolder(), 'station')
  const to = `file://${join(temporaryFolder(), 'printer.bin')}`
  const open = (): Promise<Station> =>
    openStation({ folder, source, to, decoder, operator: 'Ada', cartons: { size: 2 } })
  const station = await open()
  await station.arrive(first)
  await station.arrive(second)
  const reason = 'askew'
  expect(await station.act({ type: 'void', reason, devEui: first.toLowerCase() })).toEqual({
    code: 'voided',
    devEui: first,
  })
  expect(await station.act({ type: 'reprint', reason, label: second.toLowerCase() })).toMatchObject({
    code: 'labelled',
    devEui: second,
  })
  // A carton has a label, too, but none that can be spoilt.
  for (const devEui of ['carton-00001', `${first}00`, '__proto__', ''])
    expect(await station.act({ type: 'void', reason, devEui })).toEqual({ code: 'nothing-to-do' })
  for (const label of ['carton-99999', 'pallet-00001', `${first}00`, 'constructor'])
    expect(await station.act({ type: 'reprint', reason, label })).toEqual({ code: 'nothing-to-do' })
  // The first label of a device is none of a reprint, which asks nothing of its product.
  expect(await station.act({ type: 'reprint', reason, label: third })).toEqual({ code: 'nothing-to-do' })
  await station.close()
  const log = readFileSync(join(folder, 'line.ndjson'), 'utf8')
  expect(log).not.toContain(third)
  expect(log).not.toContain(first.toLowerCase())
  const again = await open()
  expect(again.view().total).toMatchObject({ labelled: 2, voided: 1, reprinted: 1, cartons: 1 })
  await again.close()
})
