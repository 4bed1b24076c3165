import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodeEscPos } from '@claimtag/label/escpos'
import { expect, test } from 'vitest'
import { PRINTER_STREAMS } from '../../src/output/printer-stream.ts'

const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OMX332NEUE2TY7YXLRDIZVOYELM'
const bitmap = createLabeller(defaultTemplate, { dpi: 203 }).draw(code, { devEui: '70B3D57ED00A0004' })

test.each([
  [undefined, 24],
  [5, 40],
  [0, 0],
  [50, 255],
])('a receipt printer feeds the gap of %s mm, %i dots', (gap, feed) => {
  const paper = { stock: { width: 50, height: 25, gap }, dpi: 203 }
  expect(PRINTER_STREAMS.escpos(bitmap, paper)).toEqual(encodeEscPos(bitmap, { feed }))
})
