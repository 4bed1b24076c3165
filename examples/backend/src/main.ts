// [CLAIMTAG_STORE=codes.sqlite CLAIMTAG_KEYS_FILE=codes.keys CLAIMTAG_API_KEYS_FILE=api.keys] node dist/main.js [port]
import { webcrypto } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { thingpark } from '@claimtag/core'
import { createIssuer, randomTokens } from '@claimtag/online'
import { newApiKey, parseApiKeys } from './api-keys.ts'
import { createApp } from './app.ts'
import { createLabels } from './labels.ts'
import { jsonLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { openStore } from './open-store.ts'
import { rehearse } from './rehearse.ts'
import { serve } from './server.ts'
import { settingsOf } from './settings.ts'

const settings = settingsOf(process.env, process.argv.slice(2))
const { store, sealer, close } = openStore(settings)
const metrics = createMetrics()
const issuer = createIssuer({
  format: thingpark,
  // If the Join Server issues the tokens, call it here: `tokens: async (device, { signal }) => …`.
  tokens: randomTokens((bytes) => webcrypto.getRandomValues(bytes)),
  store,
  ...(sealer === undefined ? {} : { sealer }),
  holder: hostname(),
  onEvent: ({ type }) => metrics.event(type),
})

// Without configured keys the program makes one for this run, so that it can be tried and is never open to everyone.
const tried = settings.apiKeys.length === 0 ? newApiKey('try', ['issue', 'label', 'change']) : undefined
let isStopping = false
const labels = createLabels()
await rehearse(thingpark, labels)
const app = createApp({
  issuer,
  labels,
  apiKeys: tried === undefined ? settings.apiKeys : parseApiKeys(tried.line),
  rate: settings.rate,
  metrics,
  log: jsonLog((line) => process.stderr.write(line)),
  async isReady() {
    if (isStopping) return false
    await store.list({ realm: '', limit: 1 })
    return true
  },
})
// The database is opened, and its tables are made, before the first client asks.
await store.list({ realm: '', limit: 1 })
const server = await serve(app, settings)
process.stdout.write(`${server.url}\n`)
if (tried !== undefined) process.stdout.write(`API key for this run: ${tried.key}\n`)

// Requests in progress are answered before the process ends; until then the load balancer sees that it is not ready.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    isStopping = true
    void wait(settings.drainMs)
      .then(() => server.stop())
      .then(() => close())
  })
}
