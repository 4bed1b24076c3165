// [CLAIMTAG_STORE=codes.sqlite CLAIMTAG_KEY=…] node dist/main.js [port]
import { webcrypto } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { thingpark } from '@claimtag/core'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { renderSvg } from '@claimtag/label/svg'
import { createIssuer, randomTokens } from '@claimtag/online'
import { createBackend } from './backend.ts'
import { createNodeServer } from './node-server.ts'
import { openStore } from './open-store.ts'

const labeller = createLabeller(defaultTemplate, { dpi: 300 })
const { store, sealer, close } = openStore(process.env)

const issuer = createIssuer({
  format: thingpark,
  // Where the Join Server issues the tokens, call it here instead: `tokens: async (device, { signal }) => …`.
  tokens: randomTokens((bytes) => webcrypto.getRandomValues(bytes)),
  store,
  sealer,
  holder: hostname(),
})

const backend = createBackend(issuer, (text, fields) => renderSvg(labeller.place(text, fields)))
const server = createNodeServer(backend).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/devices\n`)
})

// What was begun is answered before the process ends.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => server.close(() => void close()))
}
