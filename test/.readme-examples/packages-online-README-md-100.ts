import { thingpark } from '@claimtag/core'
import { createIssuer, memoryStore } from '@claimtag/online'

const issuer = createIssuer({
  format: thingpark,
  tokens: async ({ devEui }, { attempt, signal }) => 'ecQSH8YIV9/+/HS5mcyF8Q==',
  store: memoryStore(),
  onEvent: ({ type, devEui, attempt }) => console.error(type, devEui, attempt),
})
await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }, { deadlineMs: 5000 })
