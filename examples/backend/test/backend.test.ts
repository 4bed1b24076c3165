import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, recordedTokens } from '@claimtag/online'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createBackend, createNodeServer } from '../src/index.ts'

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const token = 'AAECAwQFBgcICQoLDA0ODw=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }

const issuer = createIssuer({
  format: thingpark,
  tokens: recordedTokens([[device.devEui, token]]),
  store: memoryStore(),
})
const server = createNodeServer(createBackend(issuer, (_, { devEui = '' }) => `<svg>${devEui}</svg>`))

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())))

async function post(body: string, path = '/devices'): Promise<{ status: number; text: string }> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const response = await fetch(url, { method: 'POST', body })
  return { status: response.status, text: await response.text() }
}

test('issues a code that reads back, and the same one again', async () => {
  const first = await post(JSON.stringify(device))
  expect(first.status).toBe(200)
  const { text, label } = JSON.parse(first.text) as { text: string; label: string }
  expect(decode(text, [thingpark])).toMatchObject({ ok: true, record: { ...device, ownerToken: token } })
  expect(label).toBe('<svg>70B3D57ED00A0004</svg>')
  expect(await post(JSON.stringify(device))).toEqual(first)
})

test.each([
  ['a contradiction', 409, 'device-conflict', { ...device, joinEui: '70B3D57ED0000003' }],
  ['an unknown device', 404, 'token-not-recorded', { ...device, devEui: '70B3D57ED00A0005' }],
  ['a broken EUI', 422, 'dev-eui-invalid', { devEui: '1E5' }],
  ['a member that is not known', 422, 'device-member-unknown', { ...device, serial: '1' }],
  ['a DevEUI that is a number', 422, 'device-member-invalid', { devEui: 5 }],
  ['a token', 422, 'owner-token-given', { ...device, ownerToken: 'AAAA' }],
  ['a field that the format cannot carry', 422, 'field-not-carried', { ...device, extra: { colour: 'red' } }],
  ['a list', 400, 'device-invalid', [device]],
  ['no device', 400, 'not-a-device', 5],
])('answers %s with %i %s', async (_, status, code, body) => {
  await post(JSON.stringify(device))
  const answer = await post(JSON.stringify(body))
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.text)).toMatchObject({ code })
  expect(answer.text).not.toContain(token.slice(0, 6))
})

test('answers what is no JSON, too long or elsewhere', async () => {
  expect(await post('null')).toMatchObject({ status: 400 })
  expect(await post('x'.repeat(1 << 17))).toMatchObject({ status: 400 })
  expect(await post('{}', '/device')).toMatchObject({ status: 404 })
})

test('the program keeps codes in the store that its environment names, and ends when it is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-backend-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const env = {
    ...process.env,
    CLAIMTAG_STORE: join(folder, 'codes.sqlite'),
    CLAIMTAG_KEY: Buffer.alloc(32, 7).toString('base64'),
  }
  const answers: string[] = []
  for (let run = 0; run < 2; run += 1) {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
    const response = await fetch(line.trim(), { method: 'POST', body: JSON.stringify(device) })
    expect(response.status).toBe(200)
    const { text } = (await response.json()) as { text: string }
    answers.push(text)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  }
  expect(answers[0]).toBe(answers[1])
  const secret = (decode(answers[0] ?? '', [thingpark]) as { record: { ownerToken: string } }).record
    .ownerToken
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name)).toString('latin1')
    expect(bytes).not.toContain(secret.slice(0, 6))
    expect(bytes).not.toContain((answers[0] ?? '').slice(-30, -8))
  }
})
