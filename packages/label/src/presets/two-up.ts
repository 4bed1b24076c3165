import type { Template } from '../template/template.ts'
import { captioned, identityColumn } from './captioned.ts'

/** 100 × 25 mm, perforated in the middle: the left half for the device, the right half for its leaflet. */
export const twoUp100x25: Template = {
  name: 'two-up-100x25',
  title: 'Device and leaflet, 2 × 50 × 25 mm',
  stock: { width: 100, height: 25, margin: 0.8 },
  elements: [
    { type: 'qr', id: 'device-code', x: 1, y: 1, size: 23 },
    ...identityColumn({ x: 24.1, width: 25, height: 25, size: 1.6, gap: 1.4 }),
    { type: 'qr', id: 'leaflet-code', x: 51, y: 1, size: 23 },
    {
      type: 'text',
      id: 'leaflet-1',
      x: 74.1,
      y: 3.6,
      width: 25,
      size: 1.9,
      font: 'sans',
      text: 'Keep this code.',
    },
    {
      type: 'text',
      id: 'leaflet-2',
      x: 74.1,
      y: 6.8,
      width: 25,
      size: 1.5,
      font: 'sans',
      text: 'Whoever scans it first',
    },
    {
      type: 'text',
      id: 'leaflet-3',
      x: 74.1,
      y: 9.1,
      width: 25,
      size: 1.5,
      font: 'sans',
      text: 'owns the device.',
    },
    ...captioned({ field: 'devEui', x: 74.1, y: 13.2, width: 25, size: 1.6 }).map(leaflet),
    ...captioned({ field: 'serialNumber', x: 74.1, y: 18.2, width: 25, size: 1.6 }).map(leaflet),
  ],
}

function leaflet<E extends { readonly id?: string | undefined }>(element: E): E {
  return { ...element, id: `leaflet-${element.id}` }
}
