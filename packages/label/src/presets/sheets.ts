import type { Template } from '../template/template.ts'
import { A4, centred, LETTER, onSheet } from './on-sheet.ts'

/** Avery L7160: A4, 3 × 7 labels of 63.5 × 38.1 mm. */
const l7160 = onSheet({
  name: 'sheet-a4-l7160',
  title: 'A4 sheet Avery L7160, 21 labels of 63.5 × 38.1 mm',
  width: 63.5,
  height: 38.1,
  sheet: centred(A4, { columns: 3, rows: 7, width: 63.5, height: 38.1, columnGap: 2.54 }),
  qr: 30,
  inset: 1.5,
  size: 2,
  gap: 2.4,
})

/** Avery L7636: A4, 4 × 12 labels of 45.7 × 21.2 mm. */
const l7636 = onSheet({
  name: 'sheet-a4-l7636',
  title: 'A4 sheet Avery L7636, 48 labels of 45.7 × 21.2 mm',
  width: 45.7,
  height: 21.2,
  sheet: centred(A4, { columns: 4, rows: 12, width: 45.7, height: 21.2, columnGap: 2.54 }),
  qr: 18.6,
  inset: 1.3,
  size: 1.5,
  gap: 0.9,
})

/** Avery 5160: Letter, 3 × 10 labels of 2⅝ × 1 inch. */
const letter5160 = onSheet({
  name: 'sheet-letter-5160',
  title: 'Letter sheet Avery 5160, 30 labels of 66.7 × 25.4 mm',
  width: 66.68,
  height: 25.4,
  sheet: centred(LETTER, { columns: 3, rows: 10, width: 66.68, height: 25.4, columnGap: 3.17 }),
  qr: 23,
  inset: 1.5,
  size: 2,
  gap: 1,
})

/** Avery 5167: Letter, 4 × 20 labels of 1¾ × ½ inch. */
const letter5167: Template = {
  name: 'sheet-letter-5167',
  title: 'Letter sheet Avery 5167, 80 labels of 44.5 × 12.7 mm',
  stock: { width: 44.45, height: 12.7, cornerRadius: 1, margin: 0.6 },
  sheet: centred(LETTER, { columns: 4, rows: 20, width: 44.45, height: 12.7, columnGap: 7.62 }),
  elements: [
    { type: 'qr', id: 'code', x: 0.6, y: 0.3, size: 12.1 },
    {
      type: 'text',
      id: 'devEui-caption',
      x: 13.3,
      y: 2.1,
      width: 30,
      size: 1.1,
      font: 'sans',
      text: 'DevEUI',
    },
    {
      type: 'text',
      id: 'devEui',
      x: 13.3,
      y: 3.9,
      width: 30,
      size: 1.6,
      minSize: 1.1,
      group: 4,
      text: '{devEui}',
    },
    {
      type: 'text',
      id: 'serial-caption',
      x: 13.3,
      y: 7.2,
      width: 30,
      size: 1.1,
      font: 'sans',
      text: 'S/N',
      when: 'serialNumber',
    },
    { type: 'text', id: 'serial', x: 13.3, y: 9, width: 30, size: 1.6, minSize: 1.1, text: '{serialNumber}' },
  ],
}

export const sheets: readonly Template[] = [l7160, l7636, letter5160, letter5167]
