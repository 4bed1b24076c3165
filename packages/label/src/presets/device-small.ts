import type { Template } from '../template/template.ts'

/** 25.4 × 12.7 mm (1 × ½ inch): needs 300 dpi. */
export const device25x12: Template = {
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
export const device20x20: Template = {
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
export const device25x25: Template = {
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
