import { thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'

const issuer = createIssuer({
  format: thingpark,
  tokens: randomTokens((bytes) => crypto.getRandomValues(bytes)),
  store: memoryStore(),
})
const { text } = await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' })
console.log(text.length) // 87
