import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireTool } from '../../../test/tools.ts'
import { temporaryFolder } from '../../disk/test/temporary.ts'
import { BatchError, printFolder, reportJob, reportPdf, runBatch } from '../src/index.ts'
import { byCharacters, byNumbers, createRange } from '../src/report/range.ts'
import { jobReportSchema } from '../src/report/schema.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'

const hasReader = requireTool('pdftotext', '-v')

/** The text of a PDF, as another program's reader extracts it. */
function textOfPdf(pdf: Uint8Array): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
}

const NOW = new Date('2026-11-28T12:00:00Z')

interface Made {
  readonly input: string
  readonly out: string
}

/** A finished job of some devices, and one row that is refused. */
async function made(devices: number, refused = 1): Promise<Made> {
  const folder = temporaryFolder()
  const [input, out] = [join(folder, 'devices.csv'), join(folder, 'labels')]
  writeFileSync(input, csvOf(sampleDevices(devices)))
  for (let number = 0; number < refused; number++)
    appendFileSync(input, `"not, an ""EUI""",,token${number},S\n`)
  await runBatch({ input, out, as: ['zpl'], skipBadRows: true, workers: 0 })
  return { input, out }
}

test.skipIf(!hasReader)(
  'it says what was labelled, refused, printed, printed again, by whom and where',
  async () => {
    const { out } = await made(12)
    const to = `file://${join(out, '..', 'printer.bin')}`
    await printFolder({ out, to, now: () => NOW })
    const devEuis = [sampleDevice(3).devEui]
    await printFolder({ out, to, devEuis, reprint: { reason: 'label torn' }, now: () => NOW })

    const report = jobReportSchema.strict().parse(await reportJob({ out, now: () => NOW }))
    const by = userInfo().username
    const at = NOW.toISOString()
    expect(report).toMatchObject({
      madeAt: at,
      madeBy: by,
      job: { folder: 'labels', format: 'thingpark', template: 'device-50x25', dpi: 203, outputs: ['zpl'] },
      runs: [{ run: 1, read: 13, labelled: 12, refused: 1, repeated: 0, verified: 12 }],
      devices: {
        labelled: 12,
        devEuis: { count: 12, first: sampleDevice(0).devEui, last: sampleDevice(11).devEui },
        serialNumbers: { count: 12, first: '26W47-00000', last: '26W47-00011' },
        joinEuis: [{ joinEui: '70B3D57ED0000001', count: 12 }],
      },
      refused: { count: 1, listed: [{ run: 1, line: 14 }], unread: [] },
      printing: {
        sent: 12,
        neverSent: 0,
        again: 1,
        confirmed: { printed: 0, delivered: 13 },
        uncertain: 0,
        sessions: [
          { at, by, printer: to },
          { at, by, printer: to },
        ],
      },
      reprints: { count: 1, listed: [{ at, devEui: sampleDevice(3).devEui, reason: 'label torn', by }] },
      verification: { result: 'sound', labels: 12, faults: 0 },
    })
    expect(report.runs[0]?.inputs.map(({ name }) => name)).toEqual(['devices.csv'])
    expect(report.files.map(({ file }) => file)).toEqual([
      'job.json',
      'manifest.ndjson',
      'audit.ndjson',
      'refused.csv',
    ])

    const text = textOfPdf(await reportPdf(report))
    for (const words of [
      'Labels of labels',
      `${sampleDevice(0).devEui} – ${sampleDevice(11).devEui}`,
      '26W47-00000 – 26W47-00011',
      '12 labels read again, all as they were written',
      `${at} ${sampleDevice(3).devEui} by ${by} at ${to}: label torn`.slice(0, 60),
      report.files[1]?.sha256 ?? 'no digest',
      'line 14',
      'Page 1 of 2',
      'Page 2 of 2',
    ])
      expect(text).toContain(words)
  },
)

test.skipIf(!hasReader)('no token is in it, nor a serial number that gives one away', async () => {
  const folder = temporaryFolder()
  const [input, out] = [join(folder, 'devices.csv'), join(folder, 'labels')]
  const devices = sampleDevices(5)
  const given = { ...sampleDevice(5), ownerToken: '7F3A19C4D2E85B60', serialNumber: 'SN-7f3a19c4-d2e85b60' }
  writeFileSync(input, csvOf([...devices, given]))
  await runBatch({ input, out, as: ['zpl'], workers: 0, verify: 'none' })
  const report = await reportJob({ out })
  expect(report.devices.serialNumbers).toMatchObject({ count: 5, last: '26W47-00004' })
  const whole = JSON.stringify(report) + textOfPdf(await reportPdf(report))
  const manifest = readFileSync(join(out, 'manifest.ndjson'), 'utf8')
  for (const { ownerToken } of [...devices, given]) {
    const hex = Buffer.from(ownerToken, 'base64').toString('hex')
    for (const form of [ownerToken, ownerToken.replace(/=+$/, ''), hex, hex.toUpperCase()])
      for (const place of [whole, manifest]) expect(place).not.toContain(form)
  }
  expect(manifest).not.toContain(given.serialNumber)
})

test.skipIf(!hasReader)('an addition is told on its own, with its own refused rows', async () => {
  const { input, out } = await made(3, 0)
  writeFileSync(input, csvOf(sampleDevices(5).slice(1)))
  appendFileSync(input, 'wrong,,,\n')
  await runBatch({ input, out, as: ['zpl'], add: true, skipBadRows: true, workers: 0 })
  const report = await reportJob({ out, verify: false })
  expect(report.runs).toMatchObject([
    { run: 1, read: 3, labelled: 3, refused: 0, before: 0, vanished: 0 },
    { run: 2, read: 5, labelled: 2, refused: 1, before: 2, vanished: 1 },
  ])
  expect(report.refused).toMatchObject({ count: 1, listed: [{ run: 2, line: 6 }], unread: [] })
  expect(report.devices.devEuis).toMatchObject({ count: 5, last: sampleDevice(4).devEui })
  expect(report.printing).toMatchObject({ sent: 0, neverSent: 5, sessions: [] })
  expect(report.verification).toEqual({ result: 'not-run', labels: 0, faults: 0, listed: [] })
  const text = textOfPdf(await reportPdf(report))
  expect(text).toContain('Addition 2')
  expect(text).toContain('not run for this report')
})

test('a changed label is a fault, and a changed list of refused rows is not believed', async () => {
  const { out } = await made(4)
  const zpl = join(out, 'labels.zpl')
  writeFileSync(zpl, readFileSync(zpl, 'latin1').replace('^XA', '^XB'), 'latin1')
  appendFileSync(join(out, 'refused.csv'), '9,DevEUI,forged,nothing\r\n')
  const report = await reportJob({ out })
  expect(report.verification).toMatchObject({ result: 'faulty', labels: 4, faults: 1 })
  expect(report.verification.listed[0]).toContain('labels.zpl')
  expect(report.refused).toMatchObject({ count: 1, listed: [], unread: ['refused.csv'] })

  appendFileSync(join(out, 'manifest.ndjson'), '\n')
  const refusal = await reportJob({ out, verify: false }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(BatchError)
  expect(refusal).toMatchObject({ code: 'job-damaged' })
})

test('thousands of refused rows are counted, and the first thousand are listed', async () => {
  const { out } = await made(1, 1003)
  const report = await reportJob({ out, verify: false })
  expect(report.refused.count).toBe(1003)
  expect(report.refused.listed).toHaveLength(1000)
  expect(report.refused.byCode.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(1003)
})

test.skipIf(!hasReader)('letters without a glyph and long values do not break the pages', async () => {
  const { out } = await made(1)
  const report = await reportJob({ out, verify: false })
  const reason = `日本\u0007\n${'unbroken'.repeat(60)} (\\) ${'word '.repeat(100)}`
  const reprint = {
    at: NOW.toISOString(),
    devEui: sampleDevice(0).devEui,
    reason,
    by: 'Ada',
    printer: 'lp://Ω',
  }
  const listed = Array.from({ length: 70 }, () => reprint)
  const text = textOfPdf(await reportPdf({ ...report, reprints: { count: 70, listed } }))
  expect(text).toMatch(/lp:\/\/\?:\s+\?\?\? unbroken/)
  expect(text.match(/unbroken/g)?.length).toBeGreaterThan(3000)
  expect(text.split('(\\)')).toHaveLength(71)
})

test('a range knows the order of the list, and the order of people', () => {
  const [serials, euis] = [createRange(byNumbers), createRange(byCharacters)]
  for (const value of ['S9', 'S10', 'S2']) serials.add(value)
  expect(serials.result()).toEqual({ count: 3, first: 'S9', last: 'S2', lowest: 'S2', highest: 'S10' })
  expect(euis.result()).toEqual({ count: 0 })
})

test.skipIf(!hasReader)(
  'what stations did stands before the list, with their shifts and their mishaps',
  async () => {
    const { out } = await made(1)
    const report = await reportJob({ out, verify: false })
    const totals = {
      labelled: 12,
      reprinted: 1,
      voided: 1,
      mixUps: 1,
      unreadable: 0,
      cartons: 2,
      pallets: 0,
      refused: { 'unknown-device': 3, 'printed-before': 0 },
    }
    const devEui = sampleDevice(3).devEui
    const entry = { at: NOW.toISOString(), by: 'Ada' }
    const station = {
      folder: 'bench-1',
      from: entry.at,
      to: entry.at,
      operators: ['Ada', 'Grace'],
      unfinished: devEui,
      printers: [{ printer: 'tcp://192.0.2.7:9100', sent: 15 }],
      confirmed: { printed: 15, delivered: 0 },
      checked: 12,
      totals,
      shifts: [{ from: entry.at, to: entry.at, by: ['Ada'], totals }],
      voids: { count: 1, listed: [{ ...entry, devEui, reason: 'stuck askew' }] },
      reprints: {
        count: 1001,
        listed: [{ ...entry, label: 'carton-00001', printer: 'lp://X', reason: 'wet' }],
      },
      mixUps: { count: 1, listed: [{ ...entry, devEui, scanned: sampleDevice(4).devEui }] },
      answers: { count: 0, listed: [] },
      file: { bytes: 4711, sha256: 'a'.repeat(64) },
    }
    const line = { labelled: 12, notLabelled: 1, missing: [sampleDevice(11).devEui], stations: [station] }
    const text = textOfPdf(await reportPdf({ ...report, line }))
    for (const words of [
      'At the line',
      'Station bench-1',
      'tcp://192.0.2.7:9100: 15 labels sent',
      'Refused: unknown-device',
      '12 labelled, 1 again, 1 spoilt, 1 mixed up, 3 refused, 2 cartons',
      `${entry.at} by Ada, ${devEui}: stuck askew`,
      'carton-00001 at lp://X: wet',
      'and 1,000 more; line.ndjson names them all.',
      `${sampleDevice(4).devEui} was on ${devEui}`,
      'a'.repeat(64),
    ])
      expect(text).toContain(words)
    expect(text.indexOf('At the line')).toBeLessThan(text.indexOf('The list'))
    expect(text).not.toContain('Refused: printed-before')
    expect(text).not.toContain('Looked for')
  },
)
