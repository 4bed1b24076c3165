import { defaultTemplate, planLabel } from '@claimtag/label'

const template = { ...defaultTemplate, elements: [{ type: 'qr', id: 'code', x: 1, y: 1, size: 14 }] } as const
try {
  planLabel(template, {
    dpi: 203,
    text: 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5',
  })
} catch (error) {
  console.log((error as Error).message) // code (qr) has 2.7 dots for each of its 33 modules; a printed symbol needs at least 3 to be read. Nearest that works: "size": 15.38.
}
