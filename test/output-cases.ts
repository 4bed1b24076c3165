import type { BatchOptions, OutputKind } from '@claimtag/batch'
import { thingparkBase64, tr005 } from '@claimtag/core'
import { presets, type Template, templateForStock } from '@claimtag/label'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A job. `NAME KIND` names each of its outputs. */
export interface OutputCase {
  readonly name: string
  readonly options: Partial<BatchOptions> & { readonly as: readonly OutputKind[] }
  /** Content of the file of devices. */
  readonly devices: string
}

const RESOLUTIONS = [203, 300, 600]
const WIDELY: readonly OutputKind[] = ['png', 'svg', 'pdf', 'zpl', 'tspl', 'escpos', 'epl2', 'csv']
const STREAMS: readonly OutputKind[] = ['zpl', 'tspl', 'escpos', 'epl2']
const FILES: readonly OutputKind[] = ['png', 'svg']

/** Extra columns and two symbols; only elements that a ZPL printer can draw by itself. */
const columns: Template = {
  name: 'columns',
  stock: { width: 62, height: 48, cornerRadius: 2, margin: 1.5, gap: 2 },
  elements: [
    { type: 'qr', id: 'code', x: 2, y: 2, size: 28, errorCorrection: 'Q' },
    { type: 'qr', id: 'article', x: 34, y: 2, size: 24, text: 'https://example.com/{sku}', when: 'sku' },
    { type: 'text', x: 2, y: 31, width: 56, size: 1.6, group: 4, align: 'center', text: '{devEui} {appEui}' },
    {
      type: 'text',
      x: 2,
      y: 35,
      width: 56,
      size: 2.5,
      minSize: 0.8,
      align: 'end',
      text: 'S/N {serialNumber}',
      when: 'serialNumber',
    },
    { type: 'text', x: 2, y: 39, width: 30, size: 2, text: '{proprietary}', when: 'proprietary' },
    {
      type: 'text',
      x: 2,
      y: 43,
      width: 56,
      size: 2,
      minSize: 0.8,
      font: 'sans',
      text: '{note}',
      when: 'note',
    },
  ],
}

/** Every kind of element, and texts in all four turns. */
const everyElement: Template = {
  name: 'every-element',
  stock: { width: 62, height: 60, cornerRadius: 2, margin: 1.5, gap: 2 },
  elements: [
    ...columns.elements,
    { type: 'text', x: 30, y: 2, width: 26, size: 1.6, rotate: 90, text: '{devEui[8:16]}' },
    { type: 'text', x: 59, y: 2, width: 26, size: 1, rotate: 270, align: 'end', text: '{appEui}' },
    { type: 'text', x: 34, y: 39, width: 24, size: 2, rotate: 180, text: '{devEui[0:8]}' },
    { type: 'line', x: 2, y: 48, direction: 'horizontal', length: 56, thickness: 0.4 },
    { type: 'line', x: 45, y: 49, direction: 'vertical', length: 9, thickness: 0.25 },
    { type: 'box', x: 47, y: 49, width: 11, height: 9, thickness: 0.5, radius: 2 },
    { type: 'box', x: 2, y: 50, width: 8, height: 6, thickness: 0 },
    { type: 'image', x: 12, y: 50, width: 12, height: 6, source: 'black.svg' },
  ],
}

/** Wholly black: the grey of an edge could depend on the machine that rasterises it. */
export const PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>',
)

const templates: readonly Template[] = [
  ...Object.values(presets),
  templateForStock(29, 60),
  templateForStock(57, 32),
  columns,
  everyElement,
]

/** A dozen usual devices, and some with unusual labels. */
const DEVICES = someDevices()

function someDevices(): string {
  const usual = readFileSync(new URL('data/devices.csv', import.meta.url), 'utf8')
    .split(/\r?\n/)
    .slice(1, 13)
  const unusual: readonly (readonly [serial: string, sku: string, note: string, tokenBytes: number])[] = [
    ['', 'S100', 'Größe ½, ±5 °C – ¿qué? Ñandú', 16],
    ['1', 'S', '-', 4],
    ['LINE-7-2026-W47-0498', 'S100-EU868', 'Written smaller than others: A^B~C_D\\E{F}', 16],
    ['lower-case_and.signs', 's', 'Ёжик', 24],
  ]
  const rows = unusual.map(([serial, sku, note, tokenBytes], i) => {
    const token = createHash('sha256')
      .update(`digest ${i}`)
      .digest()
      .subarray(0, tokenBytes)
      .toString('base64')
    return `70b3d57ed020000${i},70B3D57ED0000001,${token},${serial},REV${i},${sku},"${note}"`
  })
  const header = 'devEui,appEui,ownerToken,serialNumber,proprietary,sku,note'
  return `${header}\n${[...usual.map((row, i) => `${row},,S${i},n${i}`), ...rows].join('\n')}\n`
}

function devicesWithHexTokens(): string {
  const rows = Array.from({ length: 5 }, (_, i) => {
    const token = createHash('md5').update(`digest ${i}`).digest('hex').toUpperCase()
    return `70B3D57ED021000${i},70B3D57ED0000001,${token},26W47-0000${i},P${i}\n`
  })
  return `devEui,appEui,ownerToken,serialNumber,proprietary\n${rows.join('')}`
}

function job(name: string, options: OutputCase['options'], devices = DEVICES): OutputCase {
  return { name, options, devices }
}

/** Most kinds share a job, which saves time; kinds that are refused for some templates or rows have their own. */
function casesOf(template: Template): readonly OutputCase[] {
  return RESOLUTIONS.flatMap((dpi) => {
    const name = `${template.name} ${dpi}`
    // A printer's stream has no labels side by side: each is refused by itself.
    const apart = (template.sheet?.columns ?? 1) > 1 ? STREAMS : []
    return [
      job(name, { template, dpi, as: WIDELY.filter((kind) => !apart.includes(kind)) }),
      ...apart.map((kind) => job(name, { template, dpi, as: [kind] })),
      job(name, { template, dpi, as: ['zpl-native'] }),
      // A Brother QL prints at 300 dpi.
      ...(dpi === 300 ? [job(name, { template, dpi, as: ['brother'] })] : []),
      job(name, { template, dpi, as: FILES, pack: 'zip' }),
    ]
  })
}

const onSheets = { template: presets['sheet-a4-l7160'], dpi: 300, as: ['pdf'] } as const
const offset = { x: 0.5, y: -0.7 }

const pages: readonly OutputCase[] = [
  job('pages start', { ...onSheets, sheet: { start: 12 } }),
  job('pages offset', { ...onSheets, sheet: { offset } }),
  job('pages cut-marks', { ...onSheets, sheet: { cutMarks: true } }),
  job('pages volumes', { ...onSheets, volume: 5 }),
  job('pages all', { ...onSheets, volume: 7, sheet: { start: 20, offset, cutMarks: true } }),
  job('pages roll', { as: ['pdf'], volume: 4 }),
]

const roll = { width: 26, height: 28, margin: 0.5, gap: 2 }
/** Two labels side by side, two rows of a carton. */
const twoAcross: Template = {
  name: 'two-across',
  stock: roll,
  elements: [
    { type: 'qr', x: 1, y: 0.5, size: 24 },
    { type: 'text', x: 1, y: 25, width: 24, size: 1.5, text: '{devEui}' },
  ],
  sheet: {
    page: { width: 56, height: 28 },
    columns: 2,
    rows: 1,
    left: 1,
    top: 0,
    columnGap: 2.2,
    rowGap: 0,
  },
}
const cartonOnRoll: Template = {
  ...twoAcross,
  name: 'carton-on-roll',
  elements: [{ type: 'text', x: 1, y: 10, width: 24, size: 2, text: '{carton}: {firstDevEui[8:16]}' }],
}

const rows: readonly OutputCase[] = [
  ...[203, 600].map((dpi) =>
    job(`rows ${dpi}`, { template: twoAcross, dpi, as: ['zpl', 'zpl-native', 'tspl', 'epl2'] }),
  ),
  job('rows cartons', {
    template: twoAcross,
    dpi: 300,
    as: ['zpl', 'tspl', 'epl2'],
    cartons: { size: 3, template: cartonOnRoll },
  }),
]

const folders: readonly OutputCase[] = [
  job('folders', { as: FILES, perFolder: 2 }),
  job('folders', { as: FILES, perFolder: 2, pack: 'zip' }),
]

const formats: readonly OutputCase[] = [
  job('format tr005', { format: tr005, as: ['png', 'csv'] }, devicesWithHexTokens()),
  job('format thingpark-base64', { format: thingparkBase64, as: ['png', 'csv'] }),
]

/** By template or theme; each is a test. */
export const OUTPUT_CASES: ReadonlyMap<string, readonly OutputCase[]> = new Map([
  ...templates.map((template) => [template.name, casesOf(template)] as const),
  ['pages', pages],
  ['rows', rows],
  ['folders', folders],
  ['formats', formats],
])

/** Jobs that are also made with threads, with other chunks and as streams: the bytes must be the same. */
export const ALIKE: readonly OutputCase[] = [
  ...casesOf(columns).filter(({ name }) => name === 'columns 300'),
  ...pages.slice(-2),
  ...rows.slice(-1),
  ...folders.slice(-1),
]

/** The names of a job's outputs in `data/output-digests.json`. */
export function outputNames({ name, options: { as, pack } }: OutputCase): readonly string[] {
  return pack === undefined ? as.map((kind) => `${name} ${kind}`) : [`${name} ${pack}`]
}
