import { thingpark } from '@claimtag/core'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { createIssuer, memoryStore, recordedTokens } from '@claimtag/online'

const issuer = createIssuer({
  format: thingpark,
  tokens: recordedTokens([['70B3D57ED00A0004', 'ecQSH8YIV9/+/HS5mcyF8Q==']]),
  store: memoryStore(),
})
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', columns: { sku: 'S100' } }
const { record, text, fields } = await issuer.issue(device)
console.log(fields.appEui, fields.sku) // 70B3D57ED0000002 S100

const dpi = 300
const labeller = createLabeller(defaultTemplate, { dpi })
const png = encodePng(labeller.draw(text, fields), { dpi })
const svg = renderSvg(labeller.place(text, fields))
console.log(record.joinEui, png.length > 0, svg.startsWith('<svg')) // 70B3D57ED0000002 true true
