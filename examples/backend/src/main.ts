// node dist/main.js [port]
import { webcrypto } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { thingpark } from '@claimtag/core'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { renderSvg } from '@claimtag/label/svg'
import { createIssuer, memoryStore, random } from '@claimtag/online'
import { createBackend } from './backend.ts'

const labeller = createLabeller(defaultTemplate, { dpi: 300 })

const issuer = createIssuer({
  format: thingpark,
  // Where the Join Server issues the tokens, call it here instead: `tokens: async (device) => …`.
  tokens: random((bytes) => webcrypto.getRandomValues(bytes)),
  // Forgets when the process ends: keep codes in a database in earnest.
  store: memoryStore(),
  label: (text, fields) => renderSvg(labeller.place(text, fields)),
})

const server = createBackend(issuer).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/devices\n`)
})
