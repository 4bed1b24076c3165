// node dist/main.js [port]
import { webcrypto } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { thingpark } from '@claimtag/core'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { renderSvg } from '@claimtag/label/svg'
import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'
import { createBackend } from './backend.ts'
import { createNodeServer } from './node-server.ts'

const labeller = createLabeller(defaultTemplate, { dpi: 300 })

const issuer = createIssuer({
  format: thingpark,
  // Where the Join Server issues the tokens, call it here instead: `tokens: async (device, { signal }) => …`.
  tokens: randomTokens((bytes) => webcrypto.getRandomValues(bytes)),
  // Forgets when the process ends: keep codes in a database in earnest.
  store: memoryStore(),
})

const backend = createBackend(issuer, (text, fields) => renderSvg(labeller.place(text, fields)))
const server = createNodeServer(backend).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/devices\n`)
})
