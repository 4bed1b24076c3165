import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  encodePng,
  type PrinterOptions,
  type Raster,
  type SimulatedPrinter,
  startPrinter,
} from '../../../examples/factory-line/src/index.ts'
import { csvOf, sampleDevices } from '../../batch/test/devices.ts'
import { claimtag, emptyFolder } from './command.ts'

const devices = sampleDevices(3)
const euis = devices.map(({ devEui }) => devEui)
const scanner = createScanner()
const decoder = createDecoder()

interface Bench {
  readonly cwd: string
  readonly printer: SimulatedPrinter
  readonly paper: Raster[]
  readonly spoilt: Raster[]
}

async function bench(
  options: PrinterOptions,
  onSpoilt: (printer: SimulatedPrinter) => void = () => undefined,
) {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
  const [paper, spoilt]: [Raster[], Raster[]] = [[], []]
  const printer = await startPrinter({
    ...options,
    onLabel(label, how) {
      paper.push(label)
      // As a person does who stands there.
      if (how.finish === 'peel') setTimeout(() => printer.take(), 30)
    },
    onSpoilt(label) {
      spoilt.push(label)
      onSpoilt(printer)
    },
  })
  onTestFinished(() => printer.close())
  return { cwd, printer, paper, spoilt } satisfies Bench
}

async function readOn(labels: readonly Raster[]): Promise<readonly string[]> {
  return Promise.all(
    labels.map(async (label) => {
      const [text = ''] = textsOf(await scanner.scan(encodePng(label, 203)))
      const result = decoder.decode(text)
      return result.ok ? result.record.devEui : ''
    }),
  )
}

const ink = ({ data }: Raster): number =>
  data.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)

const makingOn = (as: string, url: string): readonly string[] => [
  'generate',
  'devices.csv',
  '--as',
  as,
  '--to',
  url,
  '--verify',
  'none',
  '--out',
]

test('ZPL: dark, turned and peeled off one by one, each label is read back from paper', async () => {
  const { cwd, printer, paper } = await bench({ media: { sensing: 'gap' } })
  const generate = makingOn('zpl', printer.url)
  await claimtag([...generate, 'one/labels'], { cwd })
  const how = ['--darkness', '30', '--turn', '--finish', 'peel', '--sensing', 'gap']
  const { code, err } = await claimtag([...generate, 'two/labels', ...how], { cwd })
  expect(code).toBe(0)
  expect(err).toContain('waits until its label is taken')
  expect(await readOn(paper)).toEqual([...euis, ...euis])
  expect(ink(paper.at(3)!)).toBeGreaterThan(ink(paper.at(0)!) * 1.1)

  const marks = [...generate, 'three/labels', '--sensing', 'mark', '--give-up', '1']
  const marked = await claimtag(marks, { cwd })
  expect([marked.code, paper.length]).toEqual([5, 6])
  expect(marked.err).toContain('is out of paper')
})

test('TSPL: labels that are stuck are waited for; too pale, they are not read', async () => {
  const { cwd, printer, paper } = await bench({})
  printer.jam(true)
  const free = (text: string): void => {
    if (text.includes('has a paper jam')) printer.jam(false)
  }
  const generate = [...makingOn('tspl', printer.url), 'labels', '--darkness', '0']
  const { code, err } = await claimtag(generate, { cwd, onErr: free })
  expect([code, paper.length]).toEqual([0, 3])
  expect(err).toContain('has a paper jam')
  expect(await readOn(paper)).toEqual(['', '', ''])
})

test.each([
  ['epl2', []],
  ['escpos', ['--finish', 'cut']],
] as const)('%s: the bytes of one label, sent as they are, are a label', async (as, more) => {
  const { cwd, printer, paper } = await bench({ language: as })
  await claimtag(
    ['generate', 'devices.csv', '--as', as, '--copies', '2', '--verify', 'none', '--out', 'labels', ...more],
    { cwd },
  )
  const print = ['print', 'labels', '--dev-eui', euis.at(1)!, '--as', as, '--out', 'one.bin']
  expect(await claimtag(print, { cwd })).toMatchObject({ code: 0 })
  const socket = connect(printer.port, printer.host)
  socket.end(readFileSync(join(cwd, 'one.bin')))
  await expect.poll(() => paper.length).toBe(2)
  expect(await readOn(paper)).toEqual([euis[1], euis[1]])
})

test('a head that stops in the middle of a label: the label comes out whole when it is closed', async () => {
  const breaks = [{ row: 2, afterDots: 60, by: 'head' }] as const
  const { cwd, printer, paper, spoilt } = await bench({ breaks }, (one) =>
    setTimeout(() => one.closeHead(), 50),
  )
  const generate = [...makingOn('zpl', printer.url), 'labels']
  const { code, err } = await claimtag(generate, { cwd })
  expect([code, await readOn(spoilt), await readOn(paper)]).toEqual([0, [''], euis])
  expect(err).toContain('has its head open')
})

test('power that fails in the middle of a label: it is named as uncertain, and printed on request', async () => {
  const breaks = [{ row: 2, afterDots: 60, by: 'power' }] as const
  const { cwd, printer, paper, spoilt } = await bench({ breaks }, (one) =>
    setTimeout(() => void one.powerOn(), 50),
  )
  const generate = [...makingOn('zpl', printer.url), 'labels']
  const { code, err } = await claimtag(generate, { cwd })
  expect([code, spoilt.length]).toEqual([5, 1])
  expect(err).toContain(`uncertain ${euis[1]}`)
  expect(await claimtag([...generate, '--uncertain', 'reprint'], { cwd })).toMatchObject({ code: 0 })
  expect(new Set(await readOn(paper))).toEqual(new Set(euis))
})

const twoAcross = {
  name: 'two-across',
  stock: { width: 25, height: 28, margin: 0.5, gap: 2 },
  elements: [
    { type: 'qr', x: 0.5, y: 0.5, size: 24 },
    { type: 'text', x: 1, y: 25, width: 23, size: 1.5, text: '{devEui}' },
  ],
  sheet: { page: { width: 52, height: 28 }, columns: 2, rows: 1, left: 0, top: 0, columnGap: 2, rowGap: 0 },
}

test.each(['zpl', 'tspl'] as const)(
  '%s, two labels side by side: a head that stops in the middle of a row spoils both, and both come again',
  async (as) => {
    const media = { across: 2, columnGap: 16 }
    const breaks = [{ row: 1, afterDots: 60, by: 'head' }] as const
    const { cwd, printer, paper, spoilt } = await bench({ media, breaks }, (one) =>
      setTimeout(() => one.closeHead(), 50),
    )
    writeFileSync(join(cwd, 'two.json'), JSON.stringify(twoAcross))
    const { code } = await claimtag(
      [...makingOn(as, printer.url), 'labels', '--template', 'two.json', '--head-dots', '448'],
      { cwd },
    )
    expect([code, await readOn(spoilt), await readOn(paper)]).toEqual([0, ['', ''], [...euis, '']])
  },
)
