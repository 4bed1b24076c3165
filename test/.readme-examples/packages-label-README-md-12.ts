import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'

const labeller = createLabeller(defaultTemplate, { dpi: 203 })
const code = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5'
const fields = { devEui: 'AABBCCDDEEFF0011', appEui: '1122334455667788', serialNumber: '26W47-00421' }

const [symbol] = labeller.plan(code, fields).symbols
console.log(symbol?.version, symbol?.errorCorrection, symbol?.dotsPerModule) // 4 Q 4

const bitmap = labeller.draw(code, fields)
console.log(bitmap.width, bitmap.height) // 400 200
const png = encodePng(bitmap, { dpi: 203 })
console.log(png.length < 2000) // true
