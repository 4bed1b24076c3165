import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEngine } from '../../../test/engine-programs.ts'

const workerd = findEngine('workerd')
const folder = mkdtempSync(join(tmpdir(), 'claimtag-objects-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DEVICE = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-1' }

/** Runs the contract of stores inside of an object, and answers with what failed. */
const CONTRACT = `
  import { storeContract } from '@claimtag/online/contract'
  import { embeddedStore } from '@claimtag/online/embedded'
  export { Codes } from './worker.ts'
  import worker from './worker.ts'
  export class Contract {
    constructor({ storage }) {
      this.store = embeddedStore({
        all: (sql, values) => storage.sql.exec(sql, ...values).toArray(),
        transaction: (work) => storage.transactionSync(work),
      })
    }
    async fetch() {
      const outcomes = []
      for (const { name, run } of storeContract(() => this.store))
        outcomes.push([name, await run().then(() => 'holds', String)])
      return Response.json(outcomes)
    }
  }
  export default {
    fetch(request, env) {
      if (!request.url.endsWith('/contract')) return worker.fetch(request, env)
      return env.CONTRACT.get(env.CONTRACT.idFromName('one')).fetch(request)
    },
  }
`

async function bundle(): Promise<void> {
  const resolveDir = fileURLToPath(new URL('../src', import.meta.url))
  await build({
    stdin: { contents: CONTRACT, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'neutral',
    conditions: ['@claimtag/source'],
    mainFields: ['module', 'main'],
    format: 'esm',
    outfile: join(folder, 'worker.mjs'),
    logLevel: 'silent',
  })
  mkdirSync(join(folder, 'objects'))
  const key = Buffer.alloc(32, 7).toString('base64')
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
      compatibilityDate = "2026-01-01",
      bindings = [
        (name = "CODES", durableObjectNamespace = "Codes"),
        (name = "CONTRACT", durableObjectNamespace = "Contract"),
        (name = "SEALING_KEY", text = "${key}"),
      ],
      durableObjectNamespaces = [
        (className = "Codes", uniqueKey = "codes", enableSql = true),
        (className = "Contract", uniqueKey = "contract", enableSql = true),
      ],
      durableObjectStorage = (localDisk = "objects"),
    )),
    (name = "objects", disk = (path = ${JSON.stringify(join(folder, 'objects'))}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`,
  )
}

let address = ''
let running: ChildProcess | undefined

async function start(): Promise<void> {
  const child = spawn(workerd ?? '', ['serve', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running = child
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  for (;;) {
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.status === 405) return
    if (child.exitCode !== null) throw new Error(`workerd ended: ${said}`)
    await sleep(20)
  }
}

async function kill(): Promise<void> {
  if (running === undefined || running.exitCode !== null) return
  running.kill('SIGKILL')
  await once(running, 'close')
}

async function issue(
  device: object,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify(device) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe.skipIf(workerd === undefined)('on workerd, with Durable Objects', () => {
  beforeAll(async () => {
    await bundle()
    await start()
  })
  afterAll(kill)

  test('the contract of stores holds', async () => {
    const outcomes = (await (await fetch(`${address}/contract`)).json()) as [string, string][]
    expect(outcomes.length).toBeGreaterThan(10)
    expect(outcomes.filter(([, outcome]) => outcome !== 'holds')).toEqual([])
  })

  test('fifty requests at once get one code, which is still there after the process was killed', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => issue(DEVICE)))
    expect(new Set(all.map(({ body }) => body['text'])).size).toBe(1)
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
    await kill()
    await start()
    const again = await issue({ ...DEVICE, devEui: '70-b3-d5-7e-d0-0a-00-04' })
    expect(again).toMatchObject({ status: 200, body: { text: all[0]?.body['text'], isNew: false } })
  })

  test('what is wrong with a device is said', async () => {
    expect(await issue({ ...DEVICE, joinEui: '70B3D57ED0000009' })).toMatchObject({
      status: 422,
      body: { code: 'device-conflict', field: 'joinEui' },
    })
    expect(await issue({ devEui: 'none' })).toMatchObject({ status: 422, body: { code: 'dev-eui-invalid' } })
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
