import { planLabel } from '@claimtag/label'
import { parseTemplate } from '@claimtag/label/schema'

const template = parseTemplate({
  name: 'acme-40x20',
  stock: { width: 40, height: 20, cornerRadius: 1, margin: 0.5 },
  elements: [
    { type: 'qr', id: 'code', x: 0, y: 0, size: 20 },
    { type: 'text', id: 'eui', x: 21, y: 3, width: 18, size: 1.2, group: 4, text: '{devEui}' },
    {
      type: 'text',
      id: 'batch',
      x: 20.5,
      y: 8,
      width: 18,
      size: 1.5,
      minSize: 1,
      text: 'Batch {batch}',
      when: 'batch',
    },
    { type: 'line', x: 21, y: 12, direction: 'horizontal', length: 18, thickness: 0.25 },
  ],
})
const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122'
const plan = planLabel(template, { dpi: 300, text, fields: { devEui: 'AABBCCDDEEFF0011', batch: '7' } })
console.log(plan.symbols[0]?.readingDistance, plan.warnings.length) // 239 0
