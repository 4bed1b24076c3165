import { thingpark } from '@claimtag/core'
import { defaultTemplate, type Template } from '@claimtag/label'
import { expect, test } from 'vitest'
import { sampleDevices, type SampleOptions } from '../src/index.ts'
import { temporaryFile } from '../../disk/test/temporary.ts'

const APP = '70B3D57ED0000002'
const eui = (number: number) => `70B3D57ED00A00${String(number).padStart(2, '0')}`
const token = (number: number) => Buffer.alloc(16, `token of ${number}`).toString('base64')

/** Prints the product, and a note when there is one. */
const template: Template = {
  name: 'own',
  stock: { width: 50, height: 25 },
  elements: [
    { type: 'qr', id: 'code', x: 0, y: 0, size: 24 },
    { type: 'text', x: 25, y: 3, width: 20, size: 1.5, text: '{Product} {devEui[0:8]} {{Colour}}' },
    { type: 'text', x: 25, y: 9, width: 20, size: 1.5, text: 'Note', when: 'Note' },
  ],
}

function csv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map(([product, note, colour = ''], at) =>
    [eui(at), APP, token(at), product, note, colour].join(','),
  )
  return ['DevEUI,AppEUI,Token,Product,Note,Colour', ...lines].join('\n')
}

const row = (at: number, more: object) =>
  JSON.stringify({ devEui: eui(at), appEui: APP, token: token(at), ...more })

const look = async (content: string | readonly string[], options: Partial<SampleOptions> = {}) => {
  const input = typeof content === 'string' ? temporaryFile(content) : content
  const samples = await sampleDevices(input, { format: thingpark, template, ...options })
  return samples.map(({ line, file, reasons }) => [
    file === undefined ? line : `${file} ${line}`,
    ...reasons.map((reason) => ('field' in reason ? `${reason.what} ${reason.field}` : reason.what)),
  ])
}

test('the first row, the longest value of each field that is printed, and the first without one', async () => {
  const rows = [
    ['Sensor', 'cold', 'a very long colour'],
    ['Thermometer', ''],
    ['', 'very cold'],
    ['Thermometer', 'warm'],
    ['', ''],
  ]
  expect(await look(csv(rows))).toEqual([
    [2, 'first'],
    [3, 'longest Product', 'without Note'],
    [4, 'without Product', 'longest Note'],
  ])
})

test('nothing is said of a field whose first value is as long as any, or that no row lacks', async () => {
  expect(
    await look(
      csv([
        ['AB', 'x'],
        ['CD', 'y'],
        ['E', 'z'],
      ]),
    ),
  ).toEqual([[2, 'first']])
})

test('rows that are refused show nothing', async () => {
  const rows = csv([
    ['A', 'x'],
    ['BB', 'y'],
  ])
  const bad = `${eui(7)},${APP},TBD,Longer than all others,,\n${eui(8)},${APP},#N/A,,,\n`
  expect(await look(`${rows}\n${bad}`)).toEqual([
    [2, 'first'],
    [3, 'longest Product'],
  ])
})

test('the longest code, which takes the finest modules', async () => {
  const rows = ['1', '26W47-00001', '2'].map((serial, at) => [eui(at), APP, token(at), serial].join())
  const content = ['DevEUI,AppEUI,Token,Serial', ...rows].join('\n')
  expect(await look(content)).toEqual([
    [2, 'first'],
    [3, 'longest-code'],
  ])
  // The default template prints the serial number as well.
  expect(await look(content, { template: defaultTemplate })).toEqual([
    [2, 'first'],
    [3, 'longest-code', 'longest serialNumber'],
  ])
})

test('the first row whose label cannot be made, unless something else shows it', async () => {
  const printed: Template = {
    ...template,
    elements: [
      { type: 'qr', id: 'code', x: 0, y: 0, size: 24 },
      { type: 'text', id: 'product', x: 25, y: 3, width: 24, size: 2, text: '{Product}' },
    ],
  }
  const options = { template: printed, label: { dpi: 203 } }
  const rows = [
    ['Sensor', 'x'],
    ['温', 'y'],
    ['度', 'z'],
  ]
  expect(await look(csv(rows), { template: printed })).toEqual([[2, 'first']])
  expect(await look(csv(rows), options)).toEqual([
    [2, 'first'],
    [3, 'unprintable'],
  ])
  expect(await look(csv(rows.slice(1)), options)).toEqual([[2, 'first']])
  const longest = [['A', 'x'], ...rows.slice(1).map(([product = '']) => [`${product}${product}`, 'y'])]
  expect(await look(csv(longest), options)).toEqual([
    [2, 'first'],
    [3, 'longest Product'],
  ])
  const qr: Template['elements'] = [{ type: 'qr', id: 'code', x: 0, y: 0, size: 5 }]
  const tooSmall = { ...template, stock: { width: 5, height: 5 }, elements: qr }
  expect(await look(csv(rows), { ...options, template: tooSmall })).toEqual([[2, 'first']])
})

test('of several files, with the file of each', async () => {
  const [a, b] = [
    temporaryFile(csv([['A', 'x']]), 'a.csv'),
    temporaryFile(
      csv([
        ['B', 'y'],
        ['Longest', ''],
      ]).replaceAll('70B3D57ED00A', '70B3D57ED00B'),
      'b.csv',
    ),
  ]
  expect(await look([a, b])).toEqual([
    ['a.csv 2', 'first'],
    ['b.csv 3', 'longest Product', 'without Note'],
  ])
})

test('members of JSON that only some rows have', async () => {
  const lines = [
    row(0, { Product: 'A' }),
    row(1, { Product: 'B', Note: 'long' }),
    row(2, { constructor: 'x' }),
  ]
  expect(await look(lines.join('\n'))).toEqual([
    [1, 'first'],
    [2, 'longest Note'],
    [3, 'without Product'],
  ])
})

test('no row is none, and a signal ends it', async () => {
  expect(await look(`DevEUI,AppEUI,Token\nTBD,TBD,TBD\n`)).toEqual([])
  const stopped = sampleDevices(temporaryFile(csv([['A', 'x']])), {
    format: thingpark,
    template,
    signal: AbortSignal.abort(),
  })
  await expect(stopped).rejects.toThrow('abort')
})
