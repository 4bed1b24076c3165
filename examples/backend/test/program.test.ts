import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { decode, thingpark } from '@claimtag/core'
import { expect, onTestFinished, test } from 'vitest'
import { newApiKey } from '../src/index.ts'

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }

type Child = ChildProcessByStdio<null, Readable, Readable>

/** Starts the program and gives the lines that it prints first. */
async function start(
  env: NodeJS.ProcessEnv,
  lines: number,
): Promise<{ child: Child; printed: string[]; log: () => string }> {
  const child = spawn(process.execPath, [program, '0'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const printed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line)
    if (printed.length === lines) break
  }
  return { child, printed, log: () => log }
}

test('codes outlive the program, sealed, and it ends when it is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-backend-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { key, line } = newApiKey('shop', ['issue'])
  writeFileSync(join(folder, 'api.keys'), line)
  writeFileSync(join(folder, 'codes.keys'), `1 ${Buffer.alloc(32, 7).toString('base64')}\n`)
  const env = {
    CLAIMTAG_STORE: join(folder, 'codes.sqlite'),
    CLAIMTAG_KEYS_FILE: join(folder, 'codes.keys'),
    CLAIMTAG_API_KEYS_FILE: join(folder, 'api.keys'),
  }
  const texts: string[] = []
  let logs = ''
  for (let run = 0; run < 2; run += 1) {
    const { child, printed, log } = await start(env, 1)
    const headers = { authorization: `Bearer ${key}` }
    const response = await fetch(`${printed[0]}/codes`, {
      method: 'POST',
      headers,
      body: JSON.stringify(device),
    })
    expect(response.status).toBe(run === 0 ? 201 : 200)
    texts.push(((await response.json()) as { text: string }).text)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    logs += log()
  }
  expect(texts[0]).toBe(texts[1])
  const read = decode(texts[0] ?? '', [thingpark])
  const secret = (read.ok && read.record.ownerToken) || ''
  expect(secret).not.toBe('')
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
  for (const text of [...written, logs]) {
    expect(text).not.toContain(secret.slice(0, 6))
    expect(text).not.toContain((texts[0] ?? '').slice(-30, -8))
    expect(text).not.toContain(key.slice(10))
  }
})

test('without keys of its own it is tried with one that it prints, and a store without sealing keys is refused', async () => {
  const { child, printed } = await start({}, 2)
  const key = printed[1]?.split(' ').at(-1) ?? ''
  const response = await fetch(`${printed[0]}/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, accept: 'image/png' },
    body: JSON.stringify(device),
  })
  expect(response.headers.get('content-type')).toBe('image/png')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])

  const env = { ...process.env, CLAIMTAG_STORE: 'codes.sqlite' }
  const refused = spawn(process.execPath, [program, '0'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  refused.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const [code] = (await once(refused, 'close')) as [number]
  expect(code).toBe(1)
  expect(said.join('')).toContain('CLAIMTAG_KEYS_FILE is needed')
})
