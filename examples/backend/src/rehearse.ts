import { webcrypto } from 'node:crypto'
import type { Format } from '@claimtag/core'
import { createIssuer, createSealer, memoryStore, randomTokens } from '@claimtag/online'
import { newApiKey, parseApiKeys } from './api-keys.ts'
import { createApp } from './app.ts'
import type { Labels } from './labels.ts'
import type { Metrics } from './metrics.ts'

/** Until the compiler has done most of its part: a second at most. */
const CODES = 40
/** Of so many codes, one label of each kind is made. */
const CODES_A_LABEL = 20

const KINDS = ['image/png', 'image/svg+xml', 'application/pdf', 'application/zpl']
const NO_METRICS: Metrics = {
  request: () => undefined,
  event: () => undefined,
  issued: () => undefined,
  text: async () => '',
}

/**
 * Answers requests of its own for codes that are kept nowhere, with the labels that are used later. Else the first
 * clients wait while modules are loaded and compiled, and all others with them.
 *
 * @throws Error when a request is refused: the program would refuse those of its clients
 */
export async function rehearse(format: Format, labels: Labels, codes = CODES): Promise<void> {
  const { key, line } = newApiKey('rehearsal', ['issue'])
  const app = createApp({
    issuer: createIssuer({
      format,
      tokens: randomTokens((bytes) => webcrypto.getRandomValues(bytes)),
      store: memoryStore(),
      sealer: createSealer({
        keys: [{ id: 'rehearsal', key: webcrypto.getRandomValues(new Uint8Array(32)) }],
      }),
    }),
    labels,
    apiKeys: parseApiKeys(line),
    rate: 0,
    metrics: NO_METRICS,
    log: () => undefined,
    isReady: () => true,
  })
  const ask = async (number: number, accept: string): Promise<void> => {
    const device = { devEui: number.toString(16).padStart(16, '0'), joinEui: '0000000000000000' }
    const body = JSON.stringify(device)
    const headers = { authorization: `Bearer ${key}`, accept, 'content-length': String(body.length) }
    const response = await app(new Request('http://localhost/codes', { method: 'POST', headers, body }))
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`the rehearsal was answered with ${response.status}`)
  }
  for (let number = 1; number <= codes; number += 1) {
    await ask(number, 'application/json')
    if (number % CODES_A_LABEL === 0) for (const kind of KINDS) await ask(number, kind)
  }
}
