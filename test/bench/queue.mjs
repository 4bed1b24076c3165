// What a queue costs: devices provisioned over each queue, against the same without one, with the same store of
// states, at servers that take their time to answer. `npm run bench -- queue [DEVICES] [LATENCY] [postgres] [redis]
// [sqlite] [rate]`: 150 devices at a time and 50 ms a request, unless said otherwise. Wall and CPU time are those of
// the process that works, in turns: with, without, with … `bare` is the queue alone: each device claimed and
// settled, with nothing in between, which a busy machine blurs less. With `rate`, the shared rate is measured too,
// with a limit that is never reached.
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWorkflow } from '@claimtag/provisioning'
import { demoAccount, startSimulator } from '../../examples/thingpark-simulator/dist/index.js'
import { startFront } from '../soak/provisioning/front.mjs'
import { portsOf } from '../soak/provisioning/ports.mjs'
import { startBackend } from '../soak/queue/backends.mjs'
import { judge, say } from '../soak/report/report.mjs'
import { median } from './measure.mjs'
import { soundDevices } from './queue/devices.mjs'

const RUN = fileURLToPath(new URL('queue/run.mjs', import.meta.url))
const KINDS = ['sqlite', 'postgres', 'redis']
const ROUNDS = 5
const MOST_SHARE = 0.05

export async function bench(args) {
  const [count = 150, latencyMs = 50] = args.filter((arg) => Number(arg) > 0).map(Number)
  const modes = ['alone', 'queue', 'bare', ...(args.includes('rate') ? ['rate'] : [])]
  const named = KINDS.filter((kind) => args.includes(kind))
  for (const kind of named.length === 0 ? KINDS : named) {
    const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-queue-'))
    const backend = await startBackend(kind, folder)
    try {
      if (backend !== undefined) await race({ backend, folder, count, latencyMs, modes })
    } finally {
      await backend?.close()
      rmSync(folder, { recursive: true })
    }
  }
}

async function race({ backend, folder, count, latencyMs, modes }) {
  const { kind, where } = backend
  const results = new Map(modes.map((mode) => [mode, []]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const mode of round % 2 === 0 ? modes : modes.toReversed())
      results.get(mode).push(await oneRun({ kind, where, folder, mode, count, latencyMs, round }))
  say(
    `${kind}: ${count} devices at a time, ${latencyMs} ms a request; median of ${ROUNDS} rounds, each device`,
  )
  for (const mode of modes) {
    const all = results.get(mode)
    const [wall, cpu] = ['wallMs', 'cpuMs'].map((what) => median(all.map((one) => one[what])) / count)
    say(`  ${mode.padEnd(6)} wall ${wall.toFixed(2)} ms, CPU ${cpu.toFixed(2)} ms`)
  }
  for (const what of ['wallMs', 'cpuMs']) {
    const name = what === 'wallMs' ? 'wall' : 'CPU of the client'
    for (const mode of modes.filter((one) => one === 'queue' || one === 'rate')) {
      const over = median(
        results.get(mode).map((one, round) => one[what] / results.get('alone')[round][what] - 1),
      )
      const line = `${name}: ${mode === 'queue' ? 'the queue' : 'the queue with its rate'} adds ${percent(over)}`
      if (mode === 'queue') judge(over <= MOST_SHARE, `${line} (≤ 5 %)`)
      else say(`  ${line}`)
    }
  }
  const [bare, alone] = ['bare', 'alone'].map((mode) => median(results.get(mode).map(({ cpuMs }) => cpuMs)))
  say(`  the queue alone takes ${percent(bare / alone)} of the CPU time of the work`)
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`
}

/** A process that works, at servers of its own which know its devices. */
async function oneRun(options) {
  const simulator = await startSimulator({
    devices: soundDevices(options.count * 2),
    tokenLifetimeSeconds: 3600,
  })
  const front = await startFront({ simulator, seed: 18, share: 0 })
  try {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const at = { address: front.address, account: demoAccount, privateKey }
    const login = await createWorkflow(portsOf(at)).login(publicKey)
    if (!login.ok) throw new Error(login.code)
    const child = spawn(process.execPath, [RUN], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(JSON.stringify({ ...options, ...at, session: login.session }))
    let out = ''
    child.stdout.on('data', (text) => (out += text))
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`${options.mode} ended with ${code}`)
    return JSON.parse(out)
  } finally {
    front.close()
    await simulator.close()
  }
}
