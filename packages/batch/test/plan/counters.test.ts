import { defaultTemplate, type Template } from '@claimtag/label'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { createLabelMaker, readLabel, runBatch, type BatchOptions } from '../../src/index.ts'
import { mostRows, widestCounter } from '../../src/plan/counters.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const counted = (width = 24): Template => ({
  ...defaultTemplate,
  name: 'counted',
  elements: [
    defaultTemplate.elements[0]!,
    { type: 'text', id: 'which', x: 25, y: 4, width, size: 1.5, text: '{index} of {count}' },
  ],
})
const template = counted()
const batch = (options: Partial<BatchOptions> & { readonly out: string }) =>
  runBatch({
    input: temporaryFile(csvOf(sampleDevices(12))),
    template,
    as: ['zpl-native'],
    chunkRows: 5,
    workers: 0,
    ...options,
  })
const numbersIn = (out: string) =>
  [...readFileSync(join(out, 'labels.native.zpl'), 'latin1').matchAll(/\^FD(\d+ of \w+)\^FS/g)].map(
    ([, number]) => number,
  )

describe('labels that say which of how many they are', () => {
  test('count those that are made, not the rows', async () => {
    const out = temporaryFolder()
    const lines = csvOf(sampleDevices(12)).split('\n')
    lines[3] = 'not a DevEUI,70B3D57ED0000001,AAAA,1'
    const summary = await batch({ out, input: temporaryFile(lines.join('\n')), skipBadRows: true })
    expect(summary).toMatchObject({ labelled: 11, refused: 1 })
    expect(numbersIn(out)).toEqual(Array.from({ length: 11 }, (_, index) => `${index + 1} of 11`))
  })

  test('are the same with threads', async () => {
    const [alone, threads] = [temporaryFolder(), temporaryFolder()]
    await batch({ out: alone })
    await batch({ out: threads, workers: 2 })
    expect(numbersIn(threads)).toEqual(numbersIn(alone))
  })

  test('are refused before the first is made when the last would not fit', async () => {
    const out = temporaryFolder()
    const summary = await batch({ out, template: counted(9) })
    expect(summary).toMatchObject({ state: 'refused', labelled: 0 })
    expect(summary.refusals[0]).toMatchObject({ code: 'text-too-long' })
  })

  test('cannot be added to', async () => {
    const out = temporaryFolder()
    await batch({ out })
    const input = temporaryFile(csvOf(sampleDevices(13)))
    await expect(batch({ out, input, add: true })).rejects.toMatchObject({ code: 'counted-labels' })
    const origin = { input, template }
    await expect(
      readLabel({ out, devEui: sampleDevice(0).devEui, as: 'zpl-native', to: 'a file', origin }),
    ).rejects.toMatchObject({ code: 'counted-labels' })
  })
})

test('a column called count is a field as any other', async () => {
  const out = temporaryFolder()
  const [head, ...rows] = csvOf(sampleDevices(2)).trimEnd().split('\n')
  const input = temporaryFile([`${head},count`, ...rows.map((row) => `${row},many`)].join('\n'))
  await batch({ out, input })
  expect(numbersIn(out)).toEqual(['1 of many', '2 of many'])
})

test('a label that is made by itself has no number, but for that in a column', async () => {
  const maker = createLabelMaker({ as: 'svg', template })
  const { devEui } = sampleDevice(0)
  const code = `LW:D0:70B3D57ED0000001:${devEui}`
  await expect(maker.make(code, { devEui, count: '9' })).rejects.toMatchObject({
    issue: { code: 'uncounted-label', names: ['index'] },
  })
  expect((await maker.make(code, { devEui, index: '7', count: '' })).length).toBeGreaterThan(100)
})

test('labels whose numbers are all columns are added to, and drawn again', async () => {
  const out = temporaryFolder()
  const [head, ...rows] = csvOf(sampleDevices(3)).trimEnd().split('\n')
  const numbered = [`${head},index,count`, ...rows.map((row, at) => `${row},${at + 7},`)]
  await batch({ out, input: temporaryFile(numbered.slice(0, 3).join('\n')) })
  const input = temporaryFile(numbered.join('\n'))
  expect(await batch({ out, input, add: true })).toMatchObject({ state: 'done', added: 1, labelled: 3 })
  const origin = { input, template }
  const { devEui } = sampleDevice(1)
  const label = await readLabel({ out, devEui, as: 'zpl-native', to: 'a file', origin })
  expect(Buffer.from(label).toString('latin1')).toContain('^FD8 of ^FS')
})

test('a file has at most as many rows as lines', () => {
  const path = join(temporaryFolder(), 'rows')
  writeFileSync(path, `${'row\n'.repeat(300_000)}last`)
  expect(mostRows([path, path])).toBe(600_002)
  expect(widestCounter(600_002)).toEqual({ index: 999_999, count: 999_999 })
})
