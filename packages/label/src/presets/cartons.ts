import { namedRecord } from '@claimtag/core'
import type { Template, TextElement } from '../template/template.ts'

/** A carton of more devices has its DevEUIs in the symbol alone. */
const LISTED = 12
const COLUMNS = 2

const list: readonly TextElement[] = Array.from({ length: LISTED }, (_, index): TextElement => {
  const column = index % COLUMNS
  return {
    type: 'text',
    id: `devEui-${index + 1}`,
    x: 4 + 29 * column,
    y: Math.round((25.4 + 3.2 * Math.floor(index / COLUMNS)) * 100) / 100,
    width: 28,
    size: 1.7,
    group: 4,
    text: `{devEui${index + 1}}`,
  }
})

/**
 * 100 × 50 mm for a carton of several devices: their number, their serial numbers from and to, and their DevEUIs, which
 * the symbol lists too. No code that claims a device may be readable before the box is opened (TR005, Appendix A).
 */
const carton100x50: Template = {
  name: 'carton-100x50',
  title: 'Carton of several devices, 100 × 50 mm, without the claiming codes',
  stock: { width: 100, height: 50, cornerRadius: 3, margin: 2 },
  elements: [
    { type: 'text', id: 'title', x: 4, y: 4, width: 50, size: 3.2, font: 'sans', text: 'LoRaWAN® devices' },
    {
      type: 'text',
      id: 'carton',
      x: 56,
      y: 4.6,
      width: 40,
      size: 2.4,
      minSize: 1.6,
      font: 'sans',
      align: 'end',
      text: 'Carton {carton} of {cartons}',
    },
    {
      type: 'text',
      id: 'count',
      x: 4,
      y: 11.6,
      width: 58,
      size: 2.9,
      font: 'sans',
      text: 'Devices: {count}',
    },
    {
      type: 'text',
      id: 'serials',
      x: 4,
      y: 16.6,
      width: 58,
      size: 2,
      minSize: 1.2,
      text: 'S/N {firstSerialNumber} – {lastSerialNumber}',
      when: 'firstSerialNumber',
    },
    {
      type: 'text',
      id: 'devEuis',
      x: 4,
      y: 20.8,
      width: 58,
      size: 1.7,
      minSize: 1.2,
      text: 'DevEUI {firstDevEui} – {lastDevEui}',
    },
    ...list,
    { type: 'qr', id: 'devEuis-code', x: 63, y: 11.5, size: 34, text: '{devEuis}', errorCorrection: 'L' },
    {
      type: 'text',
      id: 'hint',
      x: 4,
      y: 45.7,
      width: 92,
      size: 1.5,
      font: 'sans',
      text: 'The codes that claim these devices are inside the box.',
    },
  ],
}

/** Templates for cartons of several devices, by name. Their fields are those of a carton, not of a device. */
export const cartonPresets: Readonly<Record<string, Template>> = namedRecord([
  [carton100x50.name, carton100x50],
])
