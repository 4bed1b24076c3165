import type { Template } from '../template.ts'

/** 50 × 25 mm: symbol on the left, identities and serial number beside it. The default. */
export const device50x25: Template = {
  name: 'device-50x25',
  title: 'Device label, 50 × 25 mm',
  stock: { width: 50, height: 25, cornerRadius: 2, margin: 1 },
  elements: [
    { type: 'qr', id: 'code', x: 1, y: 1, size: 23 },
    { type: 'text', id: 'devEui-caption', x: 25, y: 3.4, width: 23.8, size: 1.25, font: 'sans', text: 'DevEUI' },
    { type: 'text', id: 'devEui', x: 25, y: 5.4, width: 23.8, size: 1.6, minSize: 1.2, group: 4, text: '{devEui}' },
    { type: 'text', id: 'appEui-caption', x: 25, y: 9.9, width: 23.8, size: 1.25, font: 'sans', text: 'AppEUI', when: 'appEui' },
    { type: 'text', id: 'appEui', x: 25, y: 11.9, width: 23.8, size: 1.6, minSize: 1.2, group: 4, text: '{appEui}' },
    { type: 'text', id: 'serial-caption', x: 25, y: 16.4, width: 23.8, size: 1.25, font: 'sans', text: 'S/N', when: 'serialNumber' },
    { type: 'text', id: 'serial', x: 25, y: 18.4, width: 23.8, size: 1.9, minSize: 1.2, text: '{serialNumber}' },
  ],
}
