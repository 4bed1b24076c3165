import { thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'

const issuer = createIssuer({
  format: thingpark,
  tokens: randomTokens((bytes) => crypto.getRandomValues(bytes)),
  store: memoryStore(),
})

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00000' }
const fifty = await Promise.all(Array.from({ length: 50 }, () => issuer.issue(device)))
console.log(new Set(fifty.map(({ text }) => text)).size) // 1
