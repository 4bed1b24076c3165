import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'

let devices = 0

/** A new device, or each third time one that was asked for before. */
export function nextBody() {
  devices += 1
  const number = devices % 3 === 0 ? Math.ceil(Math.random() * devices) : devices
  return JSON.stringify({
    devEui: `70B3D57E${number.toString(16).padStart(8, '0').toUpperCase()}`,
    joinEui: '70B3D57ED0000002',
  })
}

/** Good requests, as many as the connections get answered, for codes and every fifth time for a label. */
export function goodLoad({ url, key, seconds, connections, onText }) {
  let requests = 0
  return autocannon({
    url,
    duration: seconds,
    connections,
    timeout: 30,
    requests: [
      {
        method: 'POST',
        path: '/codes',
        // The first request of each connection is made without `setupRequest`.
        headers: { authorization: `Bearer ${key}` },
        body: nextBody(),
        setupRequest: (request) => ({
          ...request,
          headers: {
            ...request.headers,
            accept: (requests += 1) % 5 === 0 ? 'image/png' : 'application/json',
          },
          body: nextBody(),
        }),
        onResponse(status, body) {
          if (status < 300 && body.startsWith('{')) onText(JSON.parse(body).text)
        },
      },
    ],
  })
}

/** A device that has a code for another JoinEUI. */
const CONFLICT = '{"devEui":"70B3D57EFF000001","joinEui":"70B3D57ED0000099"}'

const BAD = [
  { method: 'POST', path: '/codes', body: '{' },
  { method: 'POST', path: '/codes', body: '{"devEui":"no"}' },
  { method: 'POST', path: '/codes', body: CONFLICT },
  { method: 'POST', path: '/codes', body: JSON.stringify({ devEui: 'x'.repeat(100_000) }) },
  { method: 'GET', path: '/codes/70B3D57EFFFFFFFF' },
  { method: 'GET', path: '/nowhere' },
  { method: 'POST', path: '/codes/batch', body: 'no JSON\n{"devEui":"70B3D57EFF000002","appKey":"00"}\n' },
]

/** Requests that are refused: bodies, paths, keys. */
export async function badLoad({ url, key, seconds }) {
  const headers = { authorization: `Bearer ${key}` }
  await fetch(`${url}/codes`, { method: 'POST', headers, body: CONFLICT.replace('99"', '02"') })
  const keys = [key, key, `${key}x`, 'none']
  return autocannon({
    url,
    duration: seconds,
    connections: 4,
    overallRate: 200,
    timeout: 30,
    requests: keys.flatMap((one) =>
      BAD.map((request) => ({ ...request, headers: { authorization: `Bearer ${one}` } })),
    ),
  })
}

/** Clients that send a byte now and then, and some that go away in the middle. */
export async function slowClients({ url, key, seconds, clients = 20 }) {
  const { hostname, port } = new URL(url)
  const until = Date.now() + seconds * 1000
  const body = '{"devEui":"70B3D57EFF000003","joinEui":"70B3D57ED0000002"}'
  const text = `POST /codes HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  let answered = 0
  async function one(number) {
    while (Date.now() < until) {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined).on('data', () => (answered += 1))
      const leavesAt = number % 2 === 0 ? text.length : Math.floor(Math.random() * text.length)
      for (let at = 0; at < leavesAt && Date.now() < until && !socket.destroyed; at += 8) {
        socket.write(text.slice(at, Math.min(at + 8, leavesAt)))
        await sleep(20)
      }
      await sleep(50)
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => one(number)))
  return answered
}
