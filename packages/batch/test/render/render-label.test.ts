import { createLabeller, defaultTemplate, presets, type Template } from '@claimtag/label'
import { labelFields, type Eui64 } from '@claimtag/core'
import { encodePng } from '@claimtag/label/png'
import { createSeries } from '@claimtag/label/series'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLabelRenderer } from '../../src/render/render-label.ts'
import type { LabelRenderer } from '../../src/render/rendered-label.ts'
import type { Device } from '@claimtag/devices'

const device: Device = {
  fields: {
    devEui: '70B3D57ED00A0004' as Eui64,
    joinEui: '70B3D57ED0000002' as Eui64,
    ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==',
    serialNumber: 'S1',
  },
  columns: { note: 'x', devEui: 'not this one' },
  text: 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000',
}

test('a label is drawn once for all its outputs, and looks like any other label of the template', () => {
  const labeller = createLabeller(defaultTemplate, { dpi: 203 })
  const series = createSeries(defaultTemplate, { dpi: 203 })
  const { outputs, codes } = createLabelRenderer(series, ['png', 'zpl', 'csv'])(device)
  expect(outputs.map((output) => output.as)).toEqual(['png', 'zpl', 'csv'])
  expect(outputs[0]?.bytes).toEqual(encodePng(labeller.draw(device.text, labelFields(device)), { dpi: 203 }))
  expect(codes).toEqual([device.text])
})

const NATIVE = ['device-50x25', 'device-25x12', 'two-up-100x25', 'device-20x20']
const templates: Template[] = [
  ...NATIVE.map((name) => presets[name]!),
  {
    name: 'own',
    stock: { width: 60, height: 30 },
    elements: [
      { type: 'qr', x: 0, y: 0, size: 24 },
      { type: 'qr', x: 24, y: 0, size: 12, text: '{devEui}', when: 'lot' },
      { type: 'text', x: 24, y: 13, width: 34, size: 2, minSize: 1, font: 'sans', text: 'Lot {lot}' },
      { type: 'text', x: 24, y: 20, width: 34, size: 2, minSize: 1, text: '{note} {serialNumber}' },
    ],
  },
]
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-F]{${length}}$`))
const word = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[0-9A-Z]{3,4}$/) },
  { weight: 1, arbitrary: fc.constantFrom('', 'Ä', '12345678901234', 'a^_~z') },
)

test('what has no picture is by shape what it is by place', () => {
  const rows = fc.record({ devEui: hex(16), ownerToken: hex(32), serialNumber: word, lot: word, note: word })
  for (const template of templates) {
    const series = createSeries(template, { dpi: 300, native: true })
    const byShape = createLabelRenderer(series, ['zpl-native', 'csv'])
    const byPlace = createLabelRenderer(series, ['svg', 'zpl-native', 'csv'])
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('LW:D0:', 'lw:', '1234567890123:'),
        ({ lot, note, ...row }, prefix) => {
          const fields = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
          const text = `${prefix}${row.devEui}:${row.ownerToken}`
          const one = { fields, columns: { lot, note }, text } as unknown as Device
          const { outputs, ...drawn } = byPlace(one)
          expect(contentOf(byShape(one))).toEqual(contentOf({ ...drawn, outputs: outputs.slice(1) }))
        },
      ),
      { numRuns: 300, seed: 7 },
    )
  }
})

/** The parts that are valid until the next label is drawn. */
function contentOf({ outputs, ...drawn }: ReturnType<LabelRenderer>): unknown {
  return { ...drawn, outputs: outputs.map(({ as, bytes }) => ({ as, bytes: Uint8Array.from(bytes) })) }
}

test('a template may print everything but the token', () => {
  expect(labelFields(device)).toMatchObject({
    devEui: '70B3D57ED00A0004',
    appEui: '70B3D57ED0000002',
    note: 'x',
  })
  expect(JSON.stringify(labelFields(device))).not.toContain('ecQSH8')
})
