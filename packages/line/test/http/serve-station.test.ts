import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { fileSource, openStation, serveStation } from '../../src/index.ts'
import { parseListen } from '../../src/http/host.ts'
import { decoder } from '../bench.ts'

const devices = sampleDevices(3)
const JSON_HEADERS = { 'Content-Type': 'application/json', 'X-Claimtag-Line': '1' }

async function served() {
  const source = await fileSource({ input: temporaryFile(csvOf(devices)) })
  const to = `file://${join(temporaryFolder(), 'printer.bin')}`
  const folder = join(temporaryFolder(), 'station')
  const station = await openStation({ folder, source, to, decoder, operator: 'Ada' })
  const page = await serveStation(station, '127.0.0.1:0', {
    language: 'en',
    onFailed(error) {
      throw error
    },
  })
  onTestFinished(async () => {
    await page.close()
    await station.close()
    await source.close()
  })
  return { station, page }
}

test('a page does what the keys do, and gets every picture in its language', async () => {
  const { page, station } = await served()
  const { devEui } = devices[0]!
  const stream = await fetch(`${page.url}events?lang=de`)
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  const until = async (text: string): Promise<void> => {
    while (!seen.includes(text)) seen += (await reader.read()).value ?? ''
  }
  await until('NÄCHSTES GERÄT')
  const post = async (path: string, body: unknown) => {
    const response = await fetch(page.url + path, {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify(body),
    })
    return response.json()
  }
  expect(await post('arrive', { text: devEui })).toMatchObject({ code: 'labelled', devEui })
  await until(`Das Etikett von ${devEui} ist gedruckt.`)
  expect(await post('act', { type: 'void', reason: 'askew' })).toMatchObject({ code: 'voided' })
  expect(await post('arrive', { text: ' ' })).toBeNull()
  expect(station.view().shift).toMatchObject({ labelled: 1, voided: 1 })
  for (const { ownerToken } of devices) expect(seen).not.toContain(ownerToken.slice(0, 8))
  await reader.cancel()
})

/** As a browser, or something that pretends to be one, asks; the answer's status. */
function ask(
  url: string,
  options: {
    readonly path?: string
    readonly method?: string
    readonly headers?: Record<string, string>
    readonly body?: string
  },
): Promise<number> {
  const { hostname, port, pathname } = new URL(url)
  const { body, ...rest } = options
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: pathname, ...rest }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end(body)
  })
}

test('pages of others can neither see nor do anything', async () => {
  const { page, station } = await served()
  const { port } = new URL(page.url)
  const body = JSON.stringify({ text: devices[0]!.devEui })
  const arrive = `${page.url}arrive`
  const own = { ...JSON_HEADERS, Host: `127.0.0.1:${port}` }
  const post = (headers: Record<string, string>, sent = body) =>
    ask(arrive, { method: 'POST', headers, body: sent })
  expect(await ask(page.url, { headers: { Host: `evil.example:${port}` } })).toBe(421)
  expect(await post({ ...own, Host: `evil.example:${port}` })).toBe(421)
  expect(await post({ ...own, Host: '127.0.0.1:1' })).toBe(421)
  expect(await post({ ...own, Origin: 'https://evil.example' })).toBe(403)
  expect(await post({ 'Content-Type': 'application/json' })).toBe(403)
  expect(await post({ 'X-Claimtag-Line': '1', 'Content-Type': 'text/plain' })).toBe(415)
  expect(await ask(`${page.url}events`, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).toBe(403)
  expect(await post(own, '{"text":1}')).toBe(400)
  expect(await post(own, '{"text":"a","more":1}')).toBe(400)
  expect(await post(own, 'x'.repeat(20_000))).toBe(413)
  expect(await ask(`${page.url}act`, { method: 'POST', headers: own, body: '{"type":"quit"}' })).toBe(400)
  expect(await ask(`${page.url}..%2fpackage.json`, {})).toBe(404)
  expect(await ask(arrive, { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } })).toBe(403)
  expect(await ask(arrive, { method: 'DELETE' })).toBe(405)
  expect(station.view().labelled).toBe(0)
  const response = await fetch(page.url, { headers: { Origin: page.url.slice(0, -1) } })
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await post({ ...own, Host: `localhost:${port}`, Origin: `http://localhost:${port}` })).toBe(200)
  await expect(
    serveStation(station, `127.0.0.1:${port}`, { language: 'en', onFailed: () => undefined }),
  ).rejects.toMatchObject({ issue: { code: 'listen-failed', detail: 'EADDRINUSE' } })
})

test('no request closes the station: one without a path, one that breaks off', async () => {
  const { page, station } = await served()
  const { port } = new URL(page.url)
  expect(await ask(page.url, { path: '//' })).toBe(400)
  const socket = connect(Number(port), '127.0.0.1')
  const head = [
    'POST /arrive HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'X-Claimtag-Line: 1',
    'Expect: 100-continue',
  ]
  socket.write([...head, 'Content-Type: application/json', 'Content-Length: 100', '', '{"text'].join('\r\n'))
  // It is asked to go on, so that it has been heard, and goes away.
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(await ask(page.url, {})).toBe(200)
  expect(await station.arrive(devices[0]!.devEui)).toMatchObject({ code: 'labelled' })
})

test('others reach it only when that was asked for', () => {
  expect(parseListen('[::1]:7070', false)).toEqual({ host: '::1', port: 7070 })
  expect(parseListen('localhost:7070', false)).toEqual({ host: 'localhost', port: 7070 })
  expect(parseListen('0.0.0.0:7070', true)).toEqual({ host: '0.0.0.0', port: 7070 })
  for (const address of ['0.0.0.0:7070', '192.0.2.7:80', 'station.example:80', '[2001:db8::1]:80'])
    expect(() => parseListen(address, false)).toThrow(expect.objectContaining({ code: 'listen-exposed' }))
  for (const address of ['7070', ':7070', '127.0.0.1', '127.0.0.1:99999', '[127.0.0.1]:80', 'a b:x'])
    expect(() => parseListen(address, true)).toThrow(expect.objectContaining({ code: 'listen-address' }))
})
