import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { presets } from '@claimtag/label'
import { expect, onTestFinished, test } from 'vitest'
import { startPrinter } from '../../../../examples/factory-line/src/index.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { type BatchOptions, printFolder, readLabel, runBatch } from '../../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const first = csvOf(sampleDevices(6))
const grown = csvOf(sampleDevices(9))
const lastDevEui = sampleDevice(8).devEui
const { devEui } = sampleDevice(2)

async function job(out: string, content: string, options: Partial<BatchOptions> = {}): Promise<string> {
  await runBatch({ input: temporaryFile(content), out, as: ['zpl'], verify: 'none', workers: 0, ...options })
  return out
}

async function printer(): Promise<{ readonly to: string; readonly printed: () => number }> {
  let labels = 0
  const simulated = await startPrinter({ msPerLabel: 1, onLabel: () => labels++ })
  onTestFinished(() => simulated.close())
  return { to: simulated.url, printed: () => labels }
}

/** Two jobs side by side: one that is printed, and one of a list that grew. */
async function sideBySide(options: Partial<BatchOptions> = {}) {
  const parent = temporaryFolder()
  const [one, other] = [join(parent, 'one'), join(parent, 'other')]
  const { to, printed } = await printer()
  await printFolder({ out: await job(one, first), to })
  await job(other, grown, options)
  return { one, other, to, printed }
}

test('labels that a job in the folder beside has printed are not printed again unasked', async () => {
  const { one, other, to, printed } = await sideBySide()
  expect(await printFolder({ out: other, to })).toMatchObject({
    printed: 3,
    skipped: 0,
    beside: { labels: 6, path: one },
  })
  expect(printed()).toBe(9)
  // Nor by the first one, which does not have the three others.
  expect(await printFolder({ out: one, to })).toMatchObject({ printed: 0, skipped: 6 })
})

test('they are for a reason, which is written down', async () => {
  const { one, other, to, printed } = await sideBySide()
  await expect(printFolder({ out: other, to, devEuis: [lastDevEui, devEui] })).rejects.toMatchObject({
    code: 'printed-before',
    issue: { detail: devEui, path: one },
  })
  await expect(readLabel({ out: other, devEui, as: 'zpl', to: 'file' })).rejects.toMatchObject({
    code: 'printed-before',
  })
  expect(printed()).toBe(6)
  const summary = await printFolder({ out: other, to, reprint: { reason: 'the roll was wet' } })
  expect(summary).toMatchObject({ printed: 9, skipped: 0 })
  expect(summary).not.toHaveProperty('beside')
  const audit = readFileSync(join(other, 'audit.ndjson'), 'utf8').trimEnd().split('\n')
  expect(audit).toHaveLength(6)
  expect(audit[2]).toContain(devEui)
  expect(audit[2]).toContain('the roll was wet')
})

test('labels of another size and name are others', async () => {
  const { other, to } = await sideBySide({ template: presets['carton-100x50'] })
  expect(await printFolder({ out: other, to })).toMatchObject({ printed: 9 })
})

test('a folder that only looks like a job does not matter, a journal that cannot be read does', async () => {
  const { one, other, to, printed } = await sideBySide()
  mkdirSync(join(other, '..', 'empty', '.claimtag'), { recursive: true })
  writeFileSync(join(other, '..', 'file'), '')
  // What its labels were is not known any more: they may be the same.
  rmSync(join(one, 'job.json'))
  expect(await printFolder({ out: other, to })).toMatchObject({ printed: 3, beside: { labels: 6 } })
  writeFileSync(join(one, '.claimtag', 'deliveries.ndjson'), 'no\nlog\n')
  await expect(printFolder({ out: other, to })).rejects.toMatchObject({
    code: 'job-damaged',
    issue: { path: one },
  })
  expect(printed()).toBe(9)
})

test('of a job that was added to, only what was not printed is', async () => {
  const out = await job(join(temporaryFolder(), 'labels'), first)
  const { to, printed } = await printer()
  await printFolder({ out, to })
  await job(out, grown, { add: true })
  expect(await printFolder({ out, to })).toMatchObject({ printed: 3, skipped: 6 })
  expect(printed()).toBe(9)
})
