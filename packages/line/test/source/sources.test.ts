import { runBatch } from '@claimtag/batch'
import { defaultTemplate, type Template } from '@claimtag/label'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { OWN_FONT } from '../../../label/test/own-font.ts'
import { fileSource, type Found, jobSource } from '../../src/index.ts'

const devices = sampleDevices(5)
const [{ devEui }] = devices as [(typeof devices)[0]]

function labelIn(found: Found): Promise<Uint8Array> {
  if (found.state !== 'found') throw new Error('it is there')
  return found.label()
}

test('a job and the file of its devices give the same label', async () => {
  const input = temporaryFile(csvOf(devices))
  const out = join(temporaryFolder(), 'monday')
  await runBatch({ input, out, as: ['zpl'], verify: 'none' })
  const [job, file] = [await jobSource({ out, now: () => new Date(0) }), await fileSource({ input })]
  onTestFinished(() => file.close())
  expect([job.name, job.devices, job.dpi, file.name, file.devices]).toEqual([
    'monday',
    5,
    203,
    'devices.csv',
    5,
  ])
  const [ofJob, ofFile] = [await job.find(devEui), await file.find(devEui)]
  expect(Buffer.from(await labelIn(ofJob)).equals(await labelIn(ofFile))).toBe(true)
  expect(ofFile).toMatchObject({ device: { devEui, serialNumber: '26W47-00000' } })
  for (const source of [job, file])
    expect(await source.find('0000000000000001')).toEqual({ state: 'unknown' })

  const stamp = { by: 'Ada', printer: 'tcp://192.0.2.7:9100' }
  job.record?.({ state: 'sent', ids: [devEui], attempt: 1 }, stamp)
  job.record?.({ state: 'sent', ids: [devEui], attempt: 2 }, stamp, 'torn')
  expect(job.timesSent?.(devEui)).toBe(2)
  await job.close()
  expect(JSON.parse(readFileSync(join(out, 'audit.ndjson'), 'utf8').split('\n')[0]!)).toMatchObject({
    ...stamp,
    at: '1970-01-01T00:00:00.000Z',
    devEui,
    reason: 'torn',
  })
})

test('also with a font, bar codes and counters, in whatever order devices arrive', async () => {
  const fontFiles = new Map([['own.ttf', readFileSync(OWN_FONT)]])
  const template: Template = {
    ...defaultTemplate,
    name: 'counted',
    stock: { width: 60, height: 40 },
    elements: [
      defaultTemplate.elements[0]!,
      { type: 'code128', x: 26, y: 2, width: 34, height: 8, text: '{serialNumber}' },
      { type: 'text', x: 2, y: 27, width: 56, size: 2.5, font: 'own.ttf', text: '{index} of {count}' },
    ],
  }
  const how = { template, fontFiles, dpi: 300 }
  // A row that stands there twice has one label, and one that is refused has none.
  const [again, unsound] = [devices[1]!, { ...devices[4]!, ownerToken: 'x' }]
  const input = temporaryFile(csvOf([...devices.slice(0, 2), unsound, again, ...devices.slice(2, 4)]))
  const out = join(temporaryFolder(), 'counted')
  await runBatch({ ...how, input, out, as: ['zpl'], verify: 'none', skipBadRows: true, workers: 0 })
  const [job, file] = [await jobSource({ out }), await fileSource({ ...how, input })]
  onTestFinished(() => file.close())
  onTestFinished(() => job.close())
  expect([job.devices, file.devices]).toEqual([4, 4])
  for (const one of [devices[3]!, devices[1]!])
    expect(
      Buffer.from(await labelIn(await file.find(one.devEui))).equals(
        await labelIn(await job.find(one.devEui)),
      ),
    ).toBe(true)
})
