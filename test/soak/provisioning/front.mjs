// Stands before the simulator and fails one request in ten. Which one does not depend on time: the device, the
// operation and how often it was asked decide, so that the same seed fails the same requests under any interleaving.
import { createHash } from 'node:crypto'
import { createServer, request } from 'node:http'

/** How often each operation of a device may fail; after that it is carried out. */
const MOST_FAULTS = 3

const FAULTS = [
  { kind: 'before' },
  { kind: 'after' },
  { kind: 'answer', status: 500 },
  { kind: 'answer-after', status: 504 },
  { kind: 'answer', status: 503 },
  { kind: 'answer', status: 429, headers: { 'retry-after': '0' } },
  { kind: 'answer', status: 200, text: '<html>Please sign in</html>' },
  { kind: 'answer-after', status: 200, text: 'OK' },
  { kind: 'answer', status: 401 },
  { kind: 'answer', status: 404 },
  { kind: 'answer', status: 409 },
]

/** @param gate asked at each request; what it gives is answered instead, and `drop` cuts the connection */
export async function startFront({ simulator, seed, share, gate = () => undefined }) {
  const target = new URL(simulator.address)
  const asked = new Map()
  const counts = { requests: 0, faults: 0, claimedAgain: 0 }

  /** The fault of this request, if it is its turn. */
  function faultOf(devEui, operation) {
    const key = `${devEui} ${operation}`
    const times = (asked.get(key) ?? 0) + 1
    asked.set(key, times)
    if (devEui === undefined || times > MOST_FAULTS) return undefined
    const hash = createHash('sha256').update(`${seed} ${key} ${times}`).digest()
    return hash.readUInt32BE(0) / 2 ** 32 < share ? FAULTS[hash[4] % FAULTS.length] : undefined
  }

  const server = createServer((incoming, response) => {
    // Of a worker that was killed while it asked, or a connection that the simulator closed: the answer is lost.
    serve(incoming, response).catch(() => incoming.socket.destroy())
  })

  async function serve(incoming, response) {
    const stopped = gate(incoming)
    if (stopped === 'drop') return incoming.socket.destroy()
    if (stopped !== undefined) return answer(response, stopped)
    const chunks = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    counts.requests++
    const { devEui, operation } = about(incoming.url, body)
    const fault = faultOf(devEui, operation)
    if (fault !== undefined) counts.faults++
    if (fault?.kind === 'before') return incoming.socket.destroy()
    if (fault?.kind === 'answer') return answer(response, fault)
    if (operation === 'claim' && simulator.world.joinServer.get(devEui)?.claimedBy === '42')
      counts.claimedAgain++
    const reply = operation.startsWith('look')
      ? look(simulator.world, operation, devEui)
      : await forward(incoming, body)
    if (fault?.kind === 'after') return incoming.socket.destroy()
    return answer(response, fault ?? reply)
  }

  function forward({ method, url, headers }, body) {
    return new Promise((resolve, reject) => {
      const { hostname, port } = target
      const onward = request(
        // A kept connection may be closed by the simulator just when the next request is sent.
        { agent: false, hostname, port, method, path: url, headers: { ...headers, host: target.host } },
        (reply) => wholeOf(reply).then(resolve, reject),
      )
      onward.on('error', reject)
      onward.end(body)
    })
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    counts,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function wholeOf(reply) {
  const chunks = []
  for await (const chunk of reply) chunks.push(chunk)
  const { location } = reply.headers
  const headers = location === undefined ? {} : { location }
  return { status: reply.statusCode, headers, text: Buffer.concat(chunks).toString() }
}

function answer(response, { status, headers = {}, text = '' }) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(text)
}

const DEV_EUI = /70B3D57ED1[0-9A-F]{6}/

/** Which device and operation a request is about, whatever form it has. */
function about(url, body) {
  const devEui = DEV_EUI.exec(url)?.[0] ?? DEV_EUI.exec(body.toString())?.[0]
  const looked = /^\/look\/([a-z-]+)\//.exec(url)
  if (looked !== null) return { operation: `look ${looked[1]}`, devEui }
  if (body.length === 0) return { operation: 'find', devEui }
  if (url.endsWith('/devices/claim')) return { operation: 'claim', devEui }
  if (url.includes('/kmSubscriptions/')) return { operation: 'join-server', devEui }
  return { operation: url.includes('/busit/') ? 'application-server' : 'network-server', devEui }
}

/** What the servers have of a device, which the simulator's own interfaces do not show. */
function look({ joinServer, networkServer, applicationServer }, operation, devEui) {
  const { claimedBy } = joinServer.get(devEui) ?? {}
  const found = {
    'look join-server': claimedBy === undefined ? 'unclaimed' : claimedBy === '42' ? 'ours' : 'others',
    'look network-server': networkServer.get(devEui) ?? null,
    'look application-server': applicationServer.has(devEui),
  }[operation]
  return { status: 200, text: JSON.stringify({ found }) }
}
