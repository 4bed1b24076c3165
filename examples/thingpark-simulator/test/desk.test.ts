import { once } from 'node:events'
import { request } from 'node:https'
import { decode, thingpark, tr005 } from '@claimtag/core'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { demoAccount, startSimulator } from '../src/index.ts'
import type { Simulator } from '../src/index.ts'
import { newcomerText } from '../src/newcomer.ts'
import { codeOf } from '../src/pages/code.ts'

const joinEui = '70B3D57ED0000001'
const base64 = { devEui: '70B3D57ED00A0001', joinEui, ownerToken: 'AAECAwQFBgcICQoLDA0ODw==' }
const plain = { devEui: '70B3D57ED00A0003', joinEui, ownerToken: '7F3A19C4D2E85B60' }
const devices = [base64, plain]

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator({ devices })
})
afterEach(() => simulator.close())

const get = async (path: string) => (await fetch(`${simulator.address}${path}`)).text()

async function control(command: object, type = 'application/json') {
  const init = { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(command) }
  return (await fetch(`${simulator.address}/simulator/control`, init)).status
}

/** A claim at The Things Join Server. */
async function claim(address = simulator.address) {
  const headers = { authorization: `Bearer ${simulator.world.theThingsStack.apiKey}` }
  const body = JSON.stringify({ ownerToken: '7F3A19C4D2E85B60', homeNetID: '000002' })
  const response = await fetch(`${address}/api/v2/devices/70B3D57ED00A0003/claim`, {
    method: 'PUT',
    headers,
    body,
  })
  return { status: response.status, wait: response.headers.get('retry-after') }
}

test('the page is told of every change, and shows no token', async () => {
  const leaving = new AbortController()
  const response = await fetch(`${simulator.address}/simulator/events`, { signal: leaving.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const next = async () =>
    JSON.parse(String((await reader.read()).value).replace(/^data: /, '')) as {
      devices: { devEui: string; claimedBy: string | null; joinServer: string | null }[]
      requests: number
    }
  expect((await next()).devices.map(({ claimedBy }) => claimedBy)).toEqual([null, null])
  await claim()
  const state = await next()
  expect(state).toMatchObject({
    requests: 1,
    devices: [{}, { claimedBy: 'the-things-join-server', joinServer: 'NetID 000002' }],
  })
  for (const { ownerToken } of devices) expect(JSON.stringify(state)).not.toContain(ownerToken)
  leaving.abort()
  expect(await get('/simulator')).toContain('EventSource')
})

test('labels carry codes that are read again', async () => {
  const page = await get('/simulator/labels')
  expect(page.match(/<svg /g)).toHaveLength(2)
  for (const device of devices) {
    const text = codeOf(device)
    expect(page).toContain(text)
    expect(decode(text, [tr005, thingpark])).toMatchObject({ ok: true, record: device })
  }
})

test('what it prints and its portal.json are what a portal needs', async () => {
  expect(JSON.parse(await get('/simulator/portal.json'))).toMatchObject({
    deviceProfileByJoinEui: { [joinEui]: 'LORA/GenericA.1.0.3a_ETSI' },
  })
  const text = newcomerText(simulator, { portal: 'portal.json', written: 'new', certificate: '' })
  const { clientId, clientSecret } = demoAccount
  for (const word of [
    simulator.address,
    `${clientId} / ${clientSecret}`,
    'plan-basic',
    codeOf(plain),
    'NNSXS.DEMO',
  ])
    expect(text).toContain(word)
  expect(text).not.toContain('rm -r')
  expect(text.trimEnd().split('\n').at(-1)).toBe(`claimtag provision ${codeOf(base64)} --config portal.json`)
  const states = 'portal.states'
  const files = { portal: 'portal.json', written: 'kept', certificate: 'portal.pem', states } as const
  const later = newcomerText({ ...simulator, certificate: 'PEM' }, files)
  for (const words of ['is left as it is', 'rm -r portal.states', "export NODE_EXTRA_CA_CERTS='portal.pem'"])
    expect(later).toContain(words)
})

describe('its controls', () => {
  test('make requests fail, limit them, and put the clock forward', async () => {
    expect(await control({ inject: { operation: 'claim', effect: { kind: 'status', status: 503 } } })).toBe(
      200,
    )
    expect(await claim()).toMatchObject({ status: 503 })
    expect(await control({ limit: { operation: 'claim', requests: 1, seconds: 60 } })).toBe(200)
    expect(await claim()).toMatchObject({ status: 200 })
    expect(await claim()).toEqual({ status: 429, wait: expect.stringMatching(/^\d{1,2}$/) })
    expect(await control({ advanceSeconds: 61 })).toBe(200)
    expect(await claim()).toMatchObject({ status: 200 })
    await control({ limit: { operation: 'claim' } })
    expect(await claim()).toMatchObject({ status: 200 })
    expect(await control({ nothing: true })).toBe(400)
    const status = { kind: 'status', status: 503 }
    expect(await control({ inject: { operation: 'claim', effect: { kind: 'captive-portal' } } })).toBe(400)
    expect(await control({ inject: { operation: 'toString', effect: status } })).toBe(400)
    expect(await control({ limit: { operation: 'clam', requests: 1, seconds: 60 } })).toBe(400)
    expect(await claim()).toMatchObject({ status: 200 })
  })

  test('take no command that a page of another origin could send', async () => {
    expect(await control({ advanceSeconds: 61 }, 'text/plain')).toBe(400)
    const asked = await fetch(`${simulator.address}/simulator/control`, { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([404, null])
  })
})

function allowed(response: Response): string | null {
  return response.headers.get('access-control-allow-origin')
}

test('The Things Stack may be called by the page of another origin, and no other server', async () => {
  const preflight = await fetch(`${simulator.address}/api/v3/edcs/claim`, { method: 'OPTIONS' })
  expect([preflight.status, allowed(preflight)]).toEqual([204, '*'])
  expect(allowed(await fetch(`${simulator.address}/api/v3/edcs/claim`, { method: 'POST' }))).toBe('*')
  expect(allowed(await fetch(`${simulator.address}/api/devices`, { method: 'POST' }))).toBeNull()
})

test('over TLS it is trusted with its certificate, and not without', async () => {
  const secure = await startSimulator({ devices, tls: true })
  onTestFinished(() => secure.close())
  const { certificate = '' } = secure
  const status = async (ca: string | undefined) => {
    const sent = request(`${secure.address}/simulator/state`, ca === undefined ? {} : { ca })
    sent.end()
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }]
    response.resume()
    return response.statusCode
  }
  expect(secure.address).toMatch(/^https:/)
  expect(await status(certificate)).toBe(200)
  await expect(status(undefined)).rejects.toThrow(/self.signed/i)
})
