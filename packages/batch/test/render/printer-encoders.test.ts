import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { thingparkBase64 } from '@claimtag/core'
import { createLabeller, defaultTemplate, presets } from '@claimtag/label'
import { encodeEscPos } from '@claimtag/label/escpos'
import { expect, test } from 'vitest'
import { runBatch } from '../../src/index.ts'
import { printerEncoder } from '../../src/render/printer-encoders.ts'
import { csvOf, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OMX332NEUE2TY7YXLRDIZVOYELM'
const bitmap = createLabeller(defaultTemplate, { dpi: 203 }).draw(code, { devEui: '70B3D57ED00A0004' })

test.each([
  [undefined, 24],
  [5, 40],
  [0, 0],
  [50, 255],
])('a receipt printer feeds the gap of %s mm, %i dots', async (gap, feed) => {
  const paper = { stock: { width: 50, height: 25, gap }, dpi: 203 }
  const encode = await printerEncoder('escpos')
  expect(encode(bitmap, paper)).toEqual(encodeEscPos(bitmap, { feed }))
})

test.each([0, 2])(
  'what no ZPL printer draws by itself is refused before the first label (%i threads)',
  async (workers) => {
    const out = join(temporaryFolder(), 'labels')
    const options = {
      input: temporaryFile(csvOf(sampleDevices(9))),
      out,
      as: ['zpl-native'],
      workers,
    } as const
    await expect(runBatch({ ...options, template: presets['carton-100x50']! })).rejects.toMatchObject({
      code: 'not-native',
    })
    expect(existsSync(out)).toBe(false)
    const small = { template: presets['device-20x20']!, format: thingparkBase64 }
    const { state, refusals } = await runBatch({ ...options, ...small })
    expect([state, refusals.length, refusals[0]?.code]).toEqual(['refused', 9, 'not-native'])
  },
)
