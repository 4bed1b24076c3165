import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEngine } from '../engine-programs.ts'

// One bundle, made for no platform, issues sealed codes with random tokens on each of them.

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'claimtag-online-hosts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CODE = `
  import { compileFormats, thingpark } from '@claimtag/core'
  import { createIssuer, createSealer, memoryStore, randomTokens } from '@claimtag/online'
  import { storeContract } from '@claimtag/online/contract'

  export async function prove() {
    const fill = (bytes) => crypto.getRandomValues(bytes)
    const issuer = createIssuer({
      format: thingpark,
      tokens: randomTokens(fill),
      store: memoryStore(),
      sealer: createSealer({ keys: [{ id: '1', key: fill(new Uint8Array(32)) }], indexKey: fill(new Uint8Array(32)) }),
    })
    const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
    const fifty = await Promise.all(Array.from({ length: 50 }, () => issuer.issue(device)))
    const found = await issuer.find(device.devEui)
    await issuer.reissue(device, { reason: 'proof' })
    const late = await issuer.issue(device, { deadlineMs: 1 }).catch(({ code }) => code)
    const failed = []
    for (const { name, run } of storeContract(() => memoryStore())) await run().catch(() => failed.push(name))
    const decoded = compileFormats([thingpark]).decode(found.text)
    return JSON.stringify({
      texts: new Set(fifty.map(({ text }) => text)).size,
      isRead: decoded.ok && decoded.record.ownerToken === found.record.ownerToken,
      history: (await issuer.history(device.devEui)).length,
      isAnswered: late !== undefined,
      failed,
    })
  }
`

const PROVED = { texts: 1, isRead: true, history: 1, isAnswered: true, failed: [] }

beforeAll(async () => {
  await build({
    stdin: { contents: CODE, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    platform: 'neutral',
    conditions: ['@claimtag/source'],
    mainFields: ['module', 'main'],
    format: 'esm',
    outfile: join(folder, 'proof.mjs'),
    logLevel: 'silent',
  })
  writeFileSync(join(folder, 'main.mjs'), `import { prove } from './proof.mjs'; console.log(await prove())`)
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [
    (name = "main", esModule = "import { prove } from './proof.mjs'; export default { async test() { console.log(await prove()) } }"),
    (name = "proof.mjs", esModule = embed "proof.mjs"),
  ],
  compatibilityDate = "2026-01-01",
))]);`,
  )
})

describe.each([
  ['deno', ['run', '--no-config', 'main.mjs']],
  ['bun', ['run', 'main.mjs']],
  ['workerd', ['test', 'config.capnp']],
  ['node22', ['main.mjs']],
  ['node24', ['main.mjs']],
] as const)('on %s', (name, args) => {
  const program = findEngine(name)
  test.skipIf(program === undefined)('codes are issued', async () => {
    const env = {
      ...process.env,
      DENO_NO_UPDATE_CHECK: '1',
      DENO_DIR: join(folder, 'deno'),
      NODE_OPTIONS: '',
    }
    const { stdout } = await run(program ?? '', [...args], { cwd: folder, env })
    expect(JSON.parse(stdout)).toEqual(PROVED)
  })
})
