import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What happens to a request, and how often in a hundred. */
const FAULTS = [
  ['refused', 5],
  ['minted, then 500', 5],
  ['minted, answer lost', 5],
  ['minted, answer late', 4],
  ['minted late', 3],
]

/**
 * The worst server behind a token source: each `POST` mints a new token and forgets the one before. `GET` says which
 * one it has.
 *
 * @param lateMs longer than anybody waits for an answer
 */
export async function startUpstream(lateMs) {
  const tokens = new Map()
  const state = { isFaulty: true, minted: 0 }
  const server = createServer((request, response) => void answer(request, response))

  async function answer({ method, url }, response) {
    const devEui = url.slice(1)
    const fault = state.isFaulty ? drawn() : undefined
    if (fault === 'refused') return end(response, 500)
    if (method === 'GET') return end(response, tokens.has(devEui) ? 200 : 404, tokens.get(devEui))
    if (fault === 'minted late') await sleep(lateMs)
    const token = randomBytes(16).toString('base64')
    tokens.set(devEui, token)
    state.minted += 1
    if (fault === 'minted, answer lost') return response.destroy()
    if (fault === 'minted, answer late') await sleep(lateMs)
    return end(response, fault === 'minted, then 500' ? 500 : 200, token)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    tokens,
    state,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function drawn() {
  let left = Math.random() * 100
  return FAULTS.find(([, share]) => (left -= share) < 0)?.[0]
}

function end(response, status, text = '') {
  response.writeHead(status).end(text)
}
