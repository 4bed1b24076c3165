import { defaultTemplate, type Template } from '@claimtag/label'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { createLabelMaker, runBatch, streamBatch, type BatchOptions } from '../../src/index.ts'
import { isDated } from '../../src/plan/job-date.ts'
import { csvOf, sampleDevices } from '../devices.ts'

const template: Template = {
  ...defaultTemplate,
  name: 'dated',
  elements: [
    defaultTemplate.elements[0]!,
    { type: 'text', id: 'made', x: 25, y: 4, width: 24, size: 1.5, text: 'Made {date:DD.MM.YYYY}' },
  ],
}
const content = csvOf(sampleDevices(20))
const evening = () => new Date(2026, 10, 28, 23, 59, 58)
const morning = () => new Date(2026, 10, 29, 0, 0, 2)

const batch = (out: string, options: Partial<BatchOptions> = {}) =>
  runBatch({
    input: temporaryFile(content),
    out,
    template,
    as: ['zpl-native'],
    chunkRows: 5,
    workers: 0,
    now: evening,
    ...options,
  })
const labelsIn = (out: string) => readFileSync(join(out, 'labels.native.zpl'), 'latin1')
const recordOf = (out: string) => JSON.parse(readFileSync(join(out, 'job.json'), 'utf8')) as { date?: string }

describe('the date of a job', () => {
  test('is the day on which it was begun, on every label and in its record', async () => {
    const out = temporaryFolder()
    await batch(out)
    expect(labelsIn(out).match(/Made 28\.11\.2026/g)).toHaveLength(20)
    expect(recordOf(out).date).toBe('2026-11-28')
  })

  test('stays when the job goes on after midnight', async () => {
    const [whole, halved] = [temporaryFolder(), temporaryFolder()]
    await batch(whole)
    const stop = new AbortController()
    const onEvent: BatchOptions['onEvent'] = ({ type }) => {
      if (type === 'progress') stop.abort()
    }
    expect(await batch(halved, { signal: stop.signal, onEvent })).toMatchObject({ state: 'interrupted' })
    expect(await batch(halved, { now: morning })).toMatchObject({ state: 'done', labelled: 20 })
    expect(labelsIn(halved)).toBe(labelsIn(whole))
  })

  test('stays when labels are added the next day', async () => {
    const out = temporaryFolder()
    await batch(out)
    const grown = temporaryFile(csvOf(sampleDevices(22)))
    expect(await batch(out, { input: grown, add: true, now: morning })).toMatchObject({ added: 2 })
    const folder = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.native.zpl'),
    )
    const all = folder.map((name) => readFileSync(join(out, name), 'latin1')).join('')
    expect(all.match(/Made 28\.11\.2026/g)).toHaveLength(22)
  })

  test('can be given, and another one is another job', async () => {
    const out = temporaryFolder()
    await batch(out, { date: '2026-12-24' })
    expect(labelsIn(out)).toContain('Made 24.12.2026')
    await expect(batch(out, { date: '2026-12-25' })).rejects.toMatchObject({
      code: 'job-changed',
      issue: { names: ['the date'] },
    })
    await expect(batch(temporaryFolder(), { date: '24.12.2026' })).rejects.toMatchObject({
      issue: { code: 'bad-date' },
    })
  })

  test('is on the labels of a stream, and of a maker of single labels', async () => {
    let stream = ''
    const write = async (bytes: Uint8Array) => void (stream += Buffer.from(bytes).toString('latin1'))
    const input = temporaryFile(content)
    await streamBatch({ input, template, as: ['zpl-native'], now: morning, workers: 0, write })
    expect(stream.match(/Made 29\.11\.2026/g)).toHaveLength(20)
    const fields = { devEui: '70B3D57ED00A0004' }
    const made = (now: () => Date) =>
      createLabelMaker({ as: 'png', template, now }).make('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', fields)
    expect(await made(evening)).not.toEqual(await made(morning))
    expect(await made(evening)).toEqual(await made(evening))
  })

  test('is that of each label, for a maker that is open at midnight', async () => {
    const fields = { devEui: '70B3D57ED00A0004' }
    const text = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004'
    const fresh = (now: () => Date) => createLabelMaker({ as: 'svg', template, now }).make(text, fields)
    let now = evening
    const [open, given] = [{}, { date: '2026-11-28' }].map((date) =>
      createLabelMaker({ as: 'svg', template, now: () => now(), ...date }),
    )
    expect(await open!.make(text, fields)).toEqual(await fresh(evening))
    now = morning
    expect(await open!.make(text, fields)).toEqual(await fresh(morning))
    expect(await given!.make(text, fields)).toEqual(await fresh(evening))
    expect(await fresh(morning)).not.toEqual(await fresh(evening))
  })

  test('is in no record when no label shows it', async () => {
    const out = temporaryFolder()
    await batch(out, { template: undefined, date: '2026-12-24' })
    expect(recordOf(out).date).toBeUndefined()
    expect(isDated({ template: defaultTemplate })).toBe(false)
    const copy = temporaryFolder()
    cpSync(out, copy, { recursive: true })
    expect(await batch(copy, { template: undefined, now: morning })).toMatchObject({ state: 'done' })
  })
})
