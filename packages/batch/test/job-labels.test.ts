import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { openJobLabels, printFolder, reportJob, runBatch } from '../src/index.ts'
import { csvOf, sampleDevices } from './devices.ts'

const devices = sampleDevices(30)
const UNKNOWN = '0000000000000001'

async function finishedJob(): Promise<string> {
  const out = join(temporaryFolder(), 'labels')
  await runBatch({ input: temporaryFile(csvOf(devices)), out, as: ['zpl'], verify: 'none' })
  return out
}

test('finds each label by its DevEUI, and what the job has sent', async () => {
  const out = await finishedJob()
  const [first] = devices
  await printFolder({ out, to: `file://${join(temporaryFolder(), 'printer.bin')}`, devEuis: [first!.devEui] })
  const labels = await openJobLabels({ out, as: 'zpl' })
  expect(labels).toMatchObject({ devices: 30, refused: 0, dpi: 203 })
  const all = readFileSync(join(out, 'labels.zpl'))
  for (const { devEui } of [...devices].reverse()) {
    expect(labels.find(devEui)).toMatchObject({ devEui, joinEui: '70B3D57ED0000001' })
    expect(all.includes(Buffer.from(await labels.bytes(devEui)))).toBe(true)
  }
  expect(devices.filter(({ devEui }) => labels.timesSent(devEui) > 0)).toEqual([first])
  expect(labels.find(UNKNOWN)).toBeUndefined()
  await expect(labels.bytes(UNKNOWN)).rejects.toMatchObject({ code: 'unknown-device' })
  labels.close()
})

test('what it records is a delivery of the job, which nothing else prints meanwhile', async () => {
  const out = await finishedJob()
  const [{ devEui }, { devEui: other }] = [devices[3]!, devices[4]!]
  const to = `file://${join(temporaryFolder(), 'printer.bin')}`
  const labels = await openJobLabels({ out, as: 'zpl' })
  labels.record({ state: 'sent', ids: [devEui], attempt: 1 })
  labels.record({ state: 'confirmed', ids: [devEui] })
  labels.record({ state: 'sent', ids: [other], attempt: 1 })
  labels.audit({ at: 'noon', devEui, reason: 'torn', by: 'Ada', printer: to })
  await expect(printFolder({ out, to })).rejects.toMatchObject({ code: 'job-running' })
  labels.close()
  expect(await printFolder({ out, to })).toMatchObject({ printed: 28, skipped: 2, uncertain: [other] })
  expect(readFileSync(join(out, 'audit.ndjson'), 'utf8')).toContain('"reason":"torn","by":"Ada"')
})

test('who prints and where is noted once, and again when it changes, for the report of the job', async () => {
  const out = await finishedJob()
  const noon = new Date('2026-11-28T12:00:00Z')
  const labels = await openJobLabels({ out, as: 'zpl', now: () => noon })
  const printer = 'tcp://192.0.2.7'
  for (const [index, by] of ['Ada', 'Ada', 'Bo'].entries())
    labels.record({ state: 'sent', ids: [devices[index]!.devEui], attempt: 1 }, { by, printer })
  labels.record({ state: 'confirmed', ids: [devices[0]!.devEui] }, { by: 'Ada', printer })
  labels.close()
  const { printing } = await reportJob({ out, verify: false })
  expect(printing).toEqual({
    sent: 3,
    neverSent: 27,
    again: 0,
    confirmed: { printed: 1, delivered: 0 },
    uncertain: 2,
    sessions: ['Ada', 'Bo'].map((by) => ({ at: noon.toISOString(), by, printer })),
  })
})
