// node writer.mjs SPEC FIRST LAST: issues codes for devices FIRST to LAST, and prints each once it is acknowledged.
import { createHash } from 'node:crypto'
import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext, randomTokens } from '@claimtag/online'
import { endWithParent } from './end-with-parent.mjs'
import { openStore } from './open-store.mjs'
import { persistent } from './persistent.mjs'

endWithParent()
const [spec, first, last] = process.argv.slice(2)
const store = await openStore(spec)
const random = randomTokens((bytes) => crypto.getRandomValues(bytes))
// Every second device uses the way of tokens from a server: reserve, then fill.
const leased = async (...args) => random(...args)
const options = { format: thingpark, store, sealer: plaintext, leaseMs: 500 }
const issuers = [random, leased].map((tokens) => createIssuer({ ...options, tokens }))

let next = Number(first)
async function work() {
  for (;;) {
    const at = next
    next += 1
    if (at > Number(last)) return
    const devEui = at.toString(16).padStart(16, '0').toUpperCase()
    const { text } = await persistent(() => issuers[at % 2].issue({ devEui, joinEui: '70B3D57ED0000002' }))
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
    process.stdout.write(`${devEui} ${digest}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, work))
await store.close?.()
