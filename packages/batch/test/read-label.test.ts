import { defaultTemplate, presets } from '@claimtag/label'
import { PDF_HEAD } from '@claimtag/label/pdf-volume'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBatch, readLabel, type OutputKind } from '../src/index.ts'
import type { ManifestEntry } from '../src/ledger/manifest/manifest.ts'
import { pagesAreRight } from '../src/read-back/pdf-pages.ts'
import { csvOf, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const devices = sampleDevices(5)
const { devEui } = devices[3]!
const to = '-'

async function job(as: readonly OutputKind[], pack?: 'zip', dpi = 203) {
  const out = temporaryFolder()
  const input = temporaryFile(csvOf(devices))
  await runBatch({ input, out, as, pack, dpi, verify: 'none' })
  const lines = readFileSync(join(out, 'manifest.ndjson'), 'utf8').trimEnd().split('\n')
  const entry = lines
    .map((line) => JSON.parse(line) as ManifestEntry)
    .find((candidate) => candidate.devEui === devEui)
  return { out, input, files: entry?.files ?? [] }
}

test.each([undefined, 'zip'] as const)('labels are taken out of whatever they are in (%s)', async (pack) => {
  const { out, files } = await job(['png', 'zpl', 'csv'], pack)
  expect(files).toHaveLength(3)
  for (const { as, file, offset = 0, bytes } of files) {
    const whole = readFileSync(join(out, file))
    const taken = await readLabel({ out, devEui, as: as as OutputKind, to })
    expect(Buffer.from(taken).equals(whole.subarray(offset, offset + bytes))).toBe(true)
  }
})

test.each([
  ['zpl', 203],
  ['tspl', 203],
  ['escpos', 203],
  ['epl2', 203],
  ['brother', 300],
] as const)('%s from a PNG, from the devices, or computed before', async (as, dpi) => {
  const computed = await job([as], undefined, dpi)
  const pictures = await job(['png'], undefined, dpi)
  const expected = Buffer.from(await readLabel({ out: computed.out, devEui, as, to }))
  expect(Buffer.from(await readLabel({ out: pictures.out, devEui, as, to }))).toEqual(expected)
  rmSync(join(pictures.out, `${devEui}.png`))
  await expect(readLabel({ out: pictures.out, devEui, as, to })).rejects.toMatchObject({
    code: 'label-changed',
  })
  const origin = { input: pictures.input, dpi }
  expect(Buffer.from(await readLabel({ out: pictures.out, devEui, as, to, origin }))).toEqual(expected)
})

test('what is drawn again has to be what the job made', async () => {
  const { out, input } = await job(['png'])
  const take = (origin: object) => readLabel({ out, devEui, as: 'zpl', to, origin: { input, ...origin } })
  await expect(take({})).resolves.toBeInstanceOf(Uint8Array)
  const otherwise = { code: 'drawn-otherwise' }
  await expect(take({ dpi: 300 })).rejects.toMatchObject(otherwise)
  await expect(take({ template: presets['device-25x25'] })).rejects.toMatchObject(otherwise)
  const ownerToken = Buffer.alloc(16, 7).toString('base64')
  const changed = csvOf(
    devices.map((device) => (device.devEui === devEui ? { ...device, ownerToken } : device)),
  )
  await expect(take({ input: temporaryFile(changed) })).rejects.toMatchObject(otherwise)
  await expect(take({ input: temporaryFile(csvOf(devices.slice(0, 2))) })).rejects.toMatchObject(otherwise)
  await expect(take({ input: join(out, 'nowhere.csv') })).rejects.toMatchObject({ code: 'input-missing' })
})

test('a label that was sent to a printer is taken only with a reason, and the log names it first', async () => {
  const { out } = await job(['zpl'])
  const journal = `${JSON.stringify({ state: 'sent', ids: [devEui], attempt: 1 })}\n`
  writeFileSync(join(out, '.claimtag/deliveries.ndjson'), journal)
  const audit = join(out, 'audit.ndjson')
  await expect(readLabel({ out, devEui, as: 'zpl', to })).rejects.toMatchObject({ code: 'printed-before' })
  expect(existsSync(audit)).toBe(false)
  await readLabel({ out, devEui, as: 'zpl', to, reprint: { reason: 'printed askew' } })
  expect(JSON.parse(readFileSync(audit, 'utf8'))).toMatchObject({
    devEui,
    reason: 'printed askew',
    printer: '-',
  })
  expect(statSync(audit).mode & 0o777).toBe(0o600)
  // A call that only looks does not change the journal.
  expect(readFileSync(join(out, '.claimtag/deliveries.ndjson'), 'utf8')).toBe(journal)
})

test('what is not there', async () => {
  const { out } = await job(['zpl'])
  const unknown = readLabel({ out, devEui: '0000000000000000', as: 'zpl', to })
  await expect(unknown).rejects.toMatchObject({ code: 'unknown-device' })
  await expect(readLabel({ out, devEui, as: 'png', to })).rejects.toMatchObject({ code: 'not-printable' })
})

test('a label of a PDF is taken as a PDF of its own', async () => {
  const { out, input, files } = await job(['pdf'])
  const kept = Buffer.from(await readLabel({ out, devEui, as: 'pdf', to }))
  expect(Buffer.from(await readLabel({ out, devEui, as: 'pdf', to, origin: { input } }))).toEqual(kept)
  const path = temporaryFile(kept, 'label.pdf')
  const [file] = files
  const object = readFileSync(join(out, 'labels.pdf')).subarray(
    file?.offset,
    (file?.offset ?? 0) + (file?.bytes ?? 0),
  )
  expect(kept.includes(object)).toBe(true)
  expect(pagesAreRight(path, defaultTemplate, {}, [PDF_HEAD.length])).toBe(true)
})
