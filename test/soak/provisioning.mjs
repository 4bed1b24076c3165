// Provisioning in company: `npm run soak -- provisioning [DEVICES] [SEED]`, 1,000 devices unless said otherwise.
// Four processes provision the same devices over one folder, one request in ten fails, and processes are killed and
// started again all the time. Every device ends provisioned or with a reason; no server has done anything twice; and a
// second run with the same seed ends alike.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createWorkflow } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { demoAccount, startSimulator } from '../../examples/thingpark-simulator/dist/index.js'
import { devicesOf, recordOf } from './provisioning/devices.mjs'
import { startFront } from './provisioning/front.mjs'
import { portsOf } from './provisioning/ports.mjs'
import { prepare, verdict } from './provisioning/world.mjs'
import { integers } from './random/integers.mjs'
import { judge } from './report/report.mjs'

const WORKER = fileURLToPath(new URL('provisioning/worker.mjs', import.meta.url))
const WORKERS = 4
const FAULT_SHARE = 0.1
/** Requests between two kills, so that a slow machine kills as often as a fast one. */
const KILL_EVERY = [40, 160]
const LOOK_EVERY_MS = 20

export async function soak(args) {
  const [devices = 1000, seed = 16] = args.map(Number)
  const ends = []
  for (const run of ['first', 'second']) {
    const started = performance.now()
    const found = await oneRun(devices, seed)
    ends.push(found.ends)
    const seconds = Math.round((performance.now() - started) / 1000)
    const { kills, requests, faults, claimedAgain } = found
    process.stdout.write(
      `${run} run: ${devices} devices, ${seconds} s, ${requests} requests, ${faults} failed, ${kills} kills\n`,
    )
    const reasons = new Map()
    for (const end of found.ends.values()) reasons.set(end, (reasons.get(end) ?? 0) + 1)
    for (const [end, count] of [...reasons].sort(([one], [other]) => one.localeCompare(other)))
      process.stdout.write(`  ${count} ${end}\n`)
    judge(found.wrong.length === 0, `every device ends as it should ${found.wrong.slice(0, 5).join(', ')}`)
    judge(found.twice.length === 0, `no server has done anything twice ${found.twice.slice(0, 5).join(', ')}`)
    // The request of a killed process may still be on its way when the next one asks.
    judge(
      claimedAgain <= kills,
      `a claimed device was claimed again ${claimedAgain} times, refused each time`,
    )
    judge(found.keys === 1, `${found.keys} AS transport keys were made`)
  }
  const [first, second] = ends
  const differing = [...first].filter(([devEui, end]) => second.get(devEui) !== end)
  judge(differing.length === 0, `both runs end alike ${differing.slice(0, 5).map(String).join(', ')}`)
}

async function oneRun(count, seed) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-soak-provisioning-'))
  mkdirSync(join(folder, 'locks'), { mode: 0o700 })
  const devices = devicesOf(count, seed)
  const simulator = await startSimulator({ devices })
  const front = await startFront({ simulator, seed, share: FAULT_SHARE })
  const made = prepare(simulator, devices)
  try {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const rest = {
      address: front.address,
      account: demoAccount,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }
    const workflow = createWorkflow(portsOf(rest))
    const login = await workflow.login(publicKey.export({ type: 'spki', format: 'pem' }))
    if (!login.ok) throw new Error(login.code)
    const { session } = login
    const kills = await runWorkers({ folder, session, devices, ...rest }, seed, front.counts)
    const ends = await endsOf(folder, devices, (device) =>
      workflow.begin(session, recordOf(device), { routingProfileId: 'busit' }),
    )
    return { ends, kills, ...front.counts, ...verdict(simulator, devices, ends, made) }
  } finally {
    front.close()
    await simulator.close()
    rmSync(folder, { recursive: true })
  }
}

/** Keeps as many processes going, and kills one now and then; how often it did. */
async function runWorkers(message, seed, counts) {
  const random = integers(seed)
  const running = new Set()
  let kills = 0
  let ended = 0
  let failed
  function start() {
    const child = fork(WORKER)
    running.add(child)
    child.send({ ...message, order: random(2 ** 30) })
    child.once('exit', (code, signal) => {
      running.delete(child)
      if (signal === 'SIGKILL') start()
      else if (code === 0) ended++
      else failed = new Error(`a worker ended with ${code ?? signal}`)
    })
  }
  for (let at = 0; at < WORKERS; at++) start()
  const [least, most] = KILL_EVERY
  let next = least + random(most - least)
  while (running.size > 0) {
    await sleep(LOOK_EVERY_MS)
    if (failed === undefined && counts.requests < next) continue
    next = counts.requests + least + random(most - least)
    const victims = [...running]
    // One that has come to its end has disconnected.
    const victim = victims[random(victims.length || 1)]
    if (failed !== undefined) {
      for (const child of victims) child.kill('SIGTERM')
      throw failed
    }
    if (victim?.connected && victim.kill('SIGKILL')) kills++
  }
  if (ended !== WORKERS) throw new Error(`${ended} workers came to their end`)
  return kills
}

async function endsOf(folder, devices, begin) {
  const store = fileStore(join(folder, 'states'))
  const ends = new Map()
  for (const device of devices) {
    const stored = await store.load(device.devEui)
    const refused = begin(device)
    const { step, failure } = stored?.state ?? {}
    if (stored === undefined) ends.set(device.devEui, `${refused.step} ${refused.code}`)
    else ends.set(device.devEui, step === 'done' ? 'done' : `${step} ${failure?.code}`)
  }
  return ends
}
