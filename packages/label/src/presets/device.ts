import type { Template } from '../template.ts'
import { hundredths, identityColumn } from './captioned.ts'

/** 50 × 25 mm: symbol on the left, identities and serial number beside it. */
export const device50x25 = beside({
  width: 50,
  height: 25,
  cornerRadius: 2,
  qr: 23,
  inset: 1,
  size: 1.6,
  gap: 1.4,
})

/** 40 × 20 mm. */
const device40x20 = beside({
  width: 40,
  height: 20,
  cornerRadius: 1.5,
  qr: 20,
  inset: 0,
  size: 1.3,
  gap: 0.9,
})

/** 45 × 30 mm. */
const device45x30 = beside({
  width: 45,
  height: 30,
  cornerRadius: 2,
  qr: 22.6,
  inset: 0.2,
  size: 1.5,
  gap: 2.2,
})

/** 62 × 29 mm: die-cut Brother DK-11209, whose print head reaches to 1.5 mm from the edges. */
const device62x29 = beside({
  width: 62,
  height: 29,
  cornerRadius: 2.5,
  margin: 1.5,
  qr: 26,
  inset: 1.5,
  size: 2,
  gap: 1.5,
})

/** 100 × 50 mm. */
const device100x50 = beside({
  width: 100,
  height: 50,
  cornerRadius: 3,
  margin: 2,
  qr: 46,
  inset: 2,
  size: 3.3,
  gap: 3.2,
})

/** 25.4 × 12.7 mm (1 × ½ inch): needs 300 dpi. */
const device25x12: Template = {
  name: 'device-25x12',
  title: 'Device label, 25.4 × 12.7 mm',
  stock: { width: 25.4, height: 12.7, cornerRadius: 1, margin: 0.4 },
  elements: [
    { type: 'qr', id: 'code', x: 0, y: 0, size: 12.7 },
    {
      type: 'text',
      id: 'devEui-caption',
      x: 13,
      y: 1.7,
      width: 12,
      size: 0.95,
      font: 'sans',
      text: 'DevEUI',
    },
    { type: 'text', id: 'devEui-1', x: 13, y: 3.4, width: 12, size: 1.3, group: 4, text: '{devEui[0:8]}' },
    { type: 'text', id: 'devEui-2', x: 13, y: 5.3, width: 12, size: 1.3, group: 4, text: '{devEui[8:16]}' },
    {
      type: 'text',
      id: 'serial-caption',
      x: 13,
      y: 8,
      width: 12,
      size: 0.95,
      font: 'sans',
      text: 'S/N',
      when: 'serialNumber',
    },
    { type: 'text', id: 'serial', x: 13, y: 9.7, width: 12, size: 1.2, minSize: 0.8, text: '{serialNumber}' },
  ],
}

/** 20 × 20 mm: symbol above, DevEUI below. */
const device20x20: Template = {
  name: 'device-20x20',
  title: 'Device label, 20 × 20 mm',
  stock: { width: 20, height: 20, cornerRadius: 1.5, margin: 0.5 },
  elements: [
    { type: 'qr', id: 'code', x: 1.5, y: 0, size: 17 },
    {
      type: 'text',
      id: 'devEui',
      x: 0.5,
      y: 17.2,
      width: 19,
      size: 1.25,
      minSize: 1,
      group: 4,
      align: 'center',
      text: '{devEui}',
    },
  ],
}

/** 25 × 25 mm: symbol above, DevEUI and serial number below. */
const device25x25: Template = {
  name: 'device-25x25',
  title: 'Device label, 25 × 25 mm',
  stock: { width: 25, height: 25, cornerRadius: 1.5, margin: 0.5 },
  elements: [
    { type: 'qr', id: 'code', x: 2.2, y: 0, size: 20.6 },
    {
      type: 'text',
      id: 'devEui',
      x: 1,
      y: 20.6,
      width: 23,
      size: 1.4,
      minSize: 1.1,
      group: 4,
      align: 'center',
      text: '{devEui}',
    },
    {
      type: 'text',
      id: 'serial',
      x: 1,
      y: 22.75,
      width: 23,
      size: 1.2,
      minSize: 0.9,
      align: 'center',
      text: '{serialNumber}',
    },
  ],
}

export const devices: readonly Template[] = [
  device25x12,
  device20x20,
  device25x25,
  device40x20,
  device45x30,
  device50x25,
  device62x29,
  device100x50,
]

interface BesideOptions {
  readonly width: number
  readonly height: number
  readonly cornerRadius: number
  readonly margin?: number
  readonly qr: number
  readonly inset: number
  readonly size: number
  readonly gap: number
}

/** The symbol on the left in the middle of the height, the identities beside it. */
function beside({
  width,
  height,
  cornerRadius,
  margin = 0.8,
  qr,
  inset,
  size,
  gap,
}: BesideOptions): Template {
  const x = hundredths(inset + qr + 0.1)
  return {
    name: `device-${width}x${height}`,
    title: `Device label, ${width} × ${height} mm`,
    stock: { width, height, cornerRadius, margin },
    elements: [
      { type: 'qr', id: 'code', x: inset, y: hundredths((height - qr) / 2), size: qr },
      ...identityColumn({ x, width: hundredths(width - margin - x), height, size, gap }),
    ],
  }
}
