import type { Template } from '../template/template.ts'
import { identityColumn } from './captioned.ts'

/**
 * 100 × 50 mm for the outside of a box: its symbol holds the DevEUI only. The claiming code must not be readable
 * before the box is opened (TR005, Appendix A).
 */
export const carton100x50: Template = {
  name: 'carton-100x50',
  title: 'Carton label, 100 × 50 mm, without the claiming code',
  stock: { width: 100, height: 50, cornerRadius: 3, margin: 2 },
  elements: [
    { type: 'text', id: 'title', x: 4, y: 4, width: 70, size: 3.2, font: 'sans', text: 'LoRaWAN® device' },
    { type: 'line', id: 'rule', x: 4, y: 9.6, direction: 'horizontal', length: 92, thickness: 0.4 },
    ...identityColumn({ x: 4, width: 58, top: 10.4, height: 36, size: 2.9, gap: 2 }),
    { type: 'qr', id: 'devEui-code', x: 63, y: 11.5, size: 34, text: '{devEui}' },
    {
      type: 'text',
      id: 'hint',
      x: 4,
      y: 45.7,
      width: 92,
      size: 1.5,
      font: 'sans',
      text: 'The code that claims this device is inside the box.',
    },
  ],
}
