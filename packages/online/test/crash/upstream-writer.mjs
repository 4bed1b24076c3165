// node upstream-writer.mjs SPEC ADDRESS FIRST LAST: issues codes with tokens of the upstream, and prints each device.
import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext } from '@claimtag/online'
import { endWithParent } from './end-with-parent.mjs'
import { openStore } from './open-store.mjs'
import { persistent } from './persistent.mjs'
import { upstreamSource } from './upstream-source.mjs'

endWithParent()
const [spec, address, first, last] = process.argv.slice(2)
const store = await openStore(spec)
const tokens = upstreamSource(address)
const issuer = createIssuer({ format: thingpark, store, tokens, sealer: plaintext, leaseMs: 600 })

let next = Number(first)
async function work() {
  while (next <= Number(last)) {
    const devEui = next.toString(16).padStart(16, '0').toUpperCase()
    next += 1
    await persistent(() => issuer.issue({ devEui, joinEui: '70B3D57ED0000002' }))
    process.stdout.write(`${devEui}\n`)
  }
}
await Promise.all(Array.from({ length: 24 }, work))
await store.close?.()
