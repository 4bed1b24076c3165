import { runBatch } from '@claimtag/batch'
import { jobReportSchema } from '@claimtag/batch/report-schema'
import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { jobSource, openStation, reportLine } from '../../src/index.ts'
import { decoder, printerOnBench, scanOf } from '../bench.ts'

const devices = sampleDevices(5).map(({ devEui }) => devEui) as [string, string, string, string, string]
const [first, second, third, fourth, fifth] = devices

test('what stations did is told: who, when, where, what was spoilt, printed again, mixed up and left', async () => {
  const out = join(temporaryFolder(), 'labels')
  await runBatch({ input: temporaryFile(csvOf(sampleDevices(5))), out, as: ['zpl'], verify: 'none' })
  const source = await jobSource({ out })
  const { simulated, paper } = await printerOnBench()
  const folder = join(temporaryFolder(), 'bench-1')
  let minute = 0
  const now = () => new Date(Date.UTC(2026, 10, 28, 8, minute++))
  const options = { folder, source, to: simulated.url, decoder, check: true, now, cartons: { size: 2 } }
  const station = await openStation({ ...options, operator: 'Ada' })
  const labelled = async (devEui: string) => {
    await station.arrive(devEui)
    await station.arrive(await scanOf(paper.at(-1)!))
  }
  await labelled(first)
  await station.arrive(second)
  await station.arrive(await scanOf(paper.at(0)!))
  await station.arrive(await scanOf(paper.at(-1)!))
  await station.act({ type: 'void', reason: 'stuck askew' })
  await station.act({ type: 'operator', name: 'Grace' })
  await labelled(second)
  await station.arrive('0000000000000001')
  await station.arrive(fourth)

  // It is read while the station is open, and although its last line is cut off.
  appendFileSync(join(folder, 'line.ndjson'), '{"at":"2026-11-28T')
  const line = await reportLine({ folders: [folder, `${folder}/`], out })
  expect(line.stations).toHaveLength(1)
  expect(jobReportSchema.shape.line.parse(line)).toEqual(line)
  expect(line).toMatchObject({ labelled: 2, notLabelled: 3, missing: [third, fourth, fifth] })
  const [told] = line.stations
  const printer = simulated.url
  expect(told).toMatchObject({
    folder: 'bench-1',
    from: '2026-11-28T08:00:00.000Z',
    operators: ['Ada', 'Grace'],
    printers: [{ printer, sent: 5 }],
    confirmed: { printed: 5, delivered: 0 },
    checked: 3,
    totals: { labelled: 3, reprinted: 1, voided: 1, mixUps: 1, cartons: 1, refused: { 'unknown-device': 1 } },
    shifts: [
      { by: ['Ada'], totals: { labelled: 2, voided: 1, cartons: 1, reprinted: 0 } },
      { by: ['Grace'], totals: { labelled: 1, reprinted: 1, refused: { 'unknown-device': 1 } } },
    ],
    voids: { count: 1, listed: [{ by: 'Ada', devEui: second, reason: 'stuck askew' }] },
    reprints: { count: 1, listed: [{ by: 'Grace', label: second, printer, reason: 'stuck askew' }] },
    mixUps: { count: 1, listed: [{ by: 'Ada', devEui: second, scanned: first }] },
    answers: { count: 0, listed: [] },
    unfinished: fourth,
  })
  const [earlier, later] = told!.shifts
  expect(later!.from > earlier!.to).toBe(true)
  const { bytes, sha256 } = told!.file
  const whole = readFileSync(join(folder, 'line.ndjson')).subarray(0, bytes)
  expect(whole.at(-1)).toBe(0x0a)
  expect(sha256).toBe(createHash('sha256').update(whole).digest('hex'))
  for (const { ownerToken } of sampleDevices(5))
    expect(JSON.stringify(line)).not.toContain(ownerToken.slice(0, 8))

  await expect(reportLine({ folders: [out], out })).rejects.toMatchObject({ code: 'log-missing' })
  await station.close()
  await source.close()
})
