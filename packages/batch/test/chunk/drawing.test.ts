import { createLabeller, defaultTemplate } from '@claimtag/label'
import type { Eui64 } from '@claimtag/core'
import { encodePng } from '@claimtag/label/png'
import { expect, test } from 'vitest'
import { drawLabel } from '../../src/chunk/drawing.ts'
import { labelFields } from '../../src/output/label-text.ts'
import type { Device } from '../../src/rows/device.ts'

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
  const { outputs, symbols } = drawLabel(labeller, ['png', 'zpl', 'csv'], device)
  expect([...outputs.keys()]).toEqual(['png', 'zpl', 'csv'])
  expect(outputs.get('png')).toEqual(encodePng(labeller.draw(device.text, labelFields(device)), { dpi: 203 }))
  expect(symbols.map(({ text }) => text)).toEqual([device.text])
})

test('a template may print everything but the token', () => {
  expect(labelFields(device)).toMatchObject({
    devEui: '70B3D57ED00A0004',
    appEui: '70B3D57ED0000002',
    note: 'x',
  })
  expect(JSON.stringify(labelFields(device))).not.toContain('ecQSH8')
})
