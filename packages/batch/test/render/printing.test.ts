import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { printEpl2 } from '../../../label/test/printers/epl2-printer.ts'
import { printTspl } from '../../../label/test/printers/tspl-printer.ts'
import { printZpl } from '../../../label/test/printers/zpl-printer.ts'
import {
  labelFile,
  printFolder,
  readLabel,
  runBatch,
  type BatchOptions,
  type Printing,
} from '../../src/index.ts'
import { settingsOf, spokenPrinting } from '../../src/render/printing.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const batch = (
  out: string,
  as: BatchOptions['as'],
  printing: Printing | undefined,
  more: Partial<BatchOptions> = {},
) => runBatch({ input: temporaryFile(csvOf(sampleDevices(2))), out, as, printing, workers: 0, ...more })
const bytesOf = (out: string, as: string) => readFileSync(join(out, `labels.${as}`))

describe('settings reach the printer with every label, which is read back all the same', () => {
  test('in ZPL', async () => {
    const out = temporaryFolder()
    const printing = { copies: 3, darkness: 20, speed: 4, turn: 180, finish: 'cut', sensing: 'mark' } as const
    expect(await batch(out, ['zpl'], printing)).toMatchObject({ verified: 2 })
    const labels = printZpl(bytesOf(out, 'zpl'))
    const settings = { darkness: '20', speed: '4', orientation: 'I', mode: 'C', media: 'M' }
    expect(labels).toMatchObject([
      { copies: 3, settings },
      { copies: 3, settings },
    ])
    expect([...labelFile(bytesOf(out, 'zpl'))!.labels()]).toHaveLength(2)
  })

  test('in TSPL', async () => {
    const out = temporaryFolder()
    const printing = {
      copies: 2,
      darkness: 9,
      turn: 180,
      finish: 'cut',
      cutEvery: 5,
      sensing: 'mark',
    } as const
    expect(await batch(out, ['tspl'], printing)).toMatchObject({ verified: 2 })
    const [label] = printTspl(bytesOf(out, 'tspl'), 8)
    expect(label).toMatchObject({
      copies: 2,
      settings: { DENSITY: '9', DIRECTION: '1', 'SET CUTTER': '5', BLINE: '3 0' },
    })
  })

  test('in EPL2', async () => {
    const out = temporaryFolder()
    expect(await batch(out, ['epl2'], { copies: 4, darkness: 8, speed: 2 })).toMatchObject({ verified: 2 })
    expect(printEpl2(bytesOf(out, 'epl2'))[0]).toMatchObject({ copies: 4, settings: { D: '8', S: '2' } })
  })

  test('in EPL2, turned, with black marks and a cut behind every copy, which are one label', async () => {
    const out = temporaryFolder()
    const printing = { copies: 2, turn: 180, finish: 'cut', sensing: 'mark' } as const
    expect(await batch(out, ['epl2'], printing)).toMatchObject({ verified: 2 })
    const labels = printEpl2(bytesOf(out, 'epl2'))
    expect(labels.map(({ cut, copies }) => `${cut} ${copies}`)).toEqual(Array(4).fill('true 1'))
    expect(labels[0]).toMatchObject({ settings: { Z: 'B', gap: 'B24' } })
    expect([...labelFile(bytesOf(out, 'epl2'))!.labels()]).toHaveLength(2)
  })
})

describe('what a language cannot say is refused before anything is made', () => {
  test.each<[BatchOptions['as'], Printing, string, readonly string[]]>([
    [['epl2'], { copies: 2, turn: 180, finish: 'peel' }, 'epl2', ['finish']],
    [['epl2'], { finish: 'cut', cutEvery: 2 }, 'epl2', ['cutEvery']],
    [['zpl'], { finish: 'cut', cutEvery: 10 }, 'zpl', ['cutEvery']],
    [['escpos'], { finish: 'tear' }, 'escpos', ['finish']],
    [['escpos'], { darkness: 3 }, 'escpos', ['darkness']],
    [['tspl', 'escpos'], { sensing: 'mark' }, 'escpos', ['sensing']],
    [['png'], { copies: 2 }, 'png', ['copies']],
    [['zpl-native'], { copies: 2 }, 'zpl-native', ['copies']],
  ])('%o %o', async (as, printing, detail, names) => {
    const issue = { code: 'printer-cannot', detail, names }
    await expect(batch(temporaryFolder(), as, printing)).rejects.toMatchObject({ issue })
  })

  test('and so is a value beyond the scale of the language', async () => {
    const issue = { code: 'bad-option', option: 'density', most: 15 }
    await expect(batch(temporaryFolder(), ['epl2'], { darkness: 20 })).rejects.toMatchObject({ issue })
    const out = temporaryFolder()
    await expect(batch(out, ['brother'], { copies: 1001 }, { dpi: 300, media: '62' })).rejects.toMatchObject({
      issue: { code: 'bad-option', option: 'copies', most: 1000 },
    })
    expect(readdirSync(out)).toEqual([])
    expect(await batch(out, ['brother'], { copies: 2 }, { dpi: 300, media: '62' })).toMatchObject({
      verified: 2,
    })
  })
})

test('other settings are another job, and a label that is made of its picture has those of the job', async () => {
  const out = temporaryFolder()
  await batch(out, ['png', 'zpl'], { copies: 2 })
  await expect(batch(out, ['png', 'zpl'], { copies: 3 })).rejects.toMatchObject({
    issue: { code: 'job-changed', names: ['the settings of the printer'] },
  })
  const pictures = temporaryFolder()
  await batch(pictures, ['png'], undefined)
  expect(await batch(pictures, ['png'], undefined)).toMatchObject({ state: 'done' })
  const devEui = sampleDevice(0).devEui
  const label = await readLabel({ out, devEui, as: 'tspl', to: 'a file' })
  expect(printTspl(label, 8)[0]!.copies).toBe(2)
})

test('a language that a job was not made in is refused where it lacks a setting of the job', async () => {
  const out = temporaryFolder()
  await batch(out, ['png', 'zpl'], { darkness: 20, turn: 180 })
  const to = `file://${join(temporaryFolder(), 'printer.bin')}`
  await expect(printFolder({ out, to, language: 'tspl' })).rejects.toMatchObject({
    issue: { code: 'bad-option', option: 'density', most: 15 },
  })
  const origin = { input: temporaryFile(csvOf(sampleDevices(2))) }
  const { devEui } = sampleDevice(0)
  await expect(readLabel({ out, devEui, as: 'escpos', to: 'a file' })).rejects.toMatchObject({
    issue: { code: 'printer-cannot', detail: 'escpos', names: ['darkness', 'turn'] },
  })
  await expect(readLabel({ out, devEui, as: 'zpl-native', to: 'a file', origin })).rejects.toMatchObject({
    issue: { code: 'printer-cannot', detail: 'zpl-native', names: ['darkness', 'turn'] },
  })
  expect(await printFolder({ out, to })).toMatchObject({ printed: 2 })
})

test('settings have one order, whatever order they were given in', () => {
  expect(settingsOf({ speed: 4, copies: 2, turn: undefined })).toEqual(['copies', 'speed'])
  expect(spokenPrinting({ finish: 'cut', copies: 2 })).toBe('copies 2, finish cut')
  expect(spokenPrinting(undefined)).toBe('')
})
