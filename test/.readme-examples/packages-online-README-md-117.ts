import { rmSync } from 'node:fs'
import { thingpark } from '@claimtag/core'
import { createIssuer, createSealer, randomTokens } from '@claimtag/online'
import { sqliteStore } from '@claimtag/online/sqlite'

const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
// From where secrets are kept: 32 random bytes that outlive the store.
const key = fill(new Uint8Array(32))

const store = sqliteStore('out-codes.sqlite')
const issuer = createIssuer({
  format: thingpark,
  tokens: randomTokens(fill),
  store,
  sealer: createSealer({ keys: [{ id: '2026-1', key }] }),
})
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
const { text, isNew } = await issuer.issue(device)
console.log(isNew, (await issuer.issue(device)).text === text) // true true
await issuer.revoke(device.devEui, { reason: 'label torn', who: 'line 3' })
console.log((await issuer.reissue(device, { reason: 'label torn' })).version) // 3
await store.close()
for (const end of ['', '-wal', '-shm']) rmSync(`out-codes.sqlite${end}`, { force: true })
