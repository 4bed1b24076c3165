// Provisioning over a queue: `npm run soak -- queue [DEVICES] [PROCESSES] [RATE] [postgres] [redis] [redis-full]
// [sqlite]`: 1,000 devices, four processes and 200 requests a second of all together, unless said otherwise. The full
// size is 100,000 devices, about 80 minutes for each database. One request in fifty fails, processes are killed all the
// time, the servers are away for a while, a quota is used up, and the database is cut off in the middle, or its memory
// and then its disk are full for a while (redis-full). Every device ends provisioned or with a reason, none is claimed
// twice, and the limit is never exceeded by more than 1 %: counted at the simulator.
import { fork } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createSealer } from '@claimtag/online'
import { createWorkflow } from '@claimtag/provisioning'
import { sealedRecords } from '@claimtag/provisioning/queue'
import { demoAccount, startSimulator } from '../../examples/thingpark-simulator/dist/index.js'
import { devicesOf, recordOf } from './provisioning/devices.mjs'
import { startFront } from './provisioning/front.mjs'
import { portsOf } from './provisioning/ports.mjs'
import { prepare, verdict } from './provisioning/world.mjs'
import { openBackend, startBackend } from './queue/backends.mjs'
import { createTraffic, mostIn } from './queue/traffic.mjs'
import { integers } from './random/integers.mjs'
import { judge, say, seconds } from './report/report.mjs'

const WORKER = fileURLToPath(new URL('queue/worker.mjs', import.meta.url))
const KINDS = ['postgres', 'redis', 'redis-full', 'sqlite']
const PER_SECOND = 200
const FAULT_SHARE = 0.02
/** Requests between two kills, so that a slow machine kills as often as a fast one. */
const KILL_EVERY = [300, 1200]
/** About how many requests a device takes, for the times of what happens in the middle. */
const REQUESTS = 8
const DOWN_MS = 15_000
const QUOTA_MS = 8000
const LOOK_EVERY_MS = 50
/** How often what is dead is tried again, since a fault of the front may look final. */
const ROUNDS = 4

export async function soak(args) {
  const [devices = 1000, processes = 4, perSecond = PER_SECOND] = args
    .filter((arg) => Number(arg) > 0)
    .map(Number)
  const named = KINDS.filter((kind) => args.includes(kind))
  for (const kind of named.length === 0 ? KINDS : named) {
    const folder = mkdtempSync(join(tmpdir(), 'claimtag-soak-queue-'))
    const backend = await startBackend(kind, folder)
    try {
      if (backend !== undefined) await oneRun({ backend, folder, count: devices, processes, perSecond })
    } finally {
      await backend?.close()
      rmSync(folder, { recursive: true })
    }
  }
}

async function oneRun({ backend, folder, count, processes, perSecond }) {
  const { kind } = backend
  const started = performance.now()
  const devices = devicesOf(count, 18)
  const simulator = await startSimulator({ devices, tokenLifetimeSeconds: 60 })
  const traffic = createTraffic()
  const front = await startFront({
    simulator,
    seed: 18,
    share: FAULT_SHARE,
    gate: (request) => traffic.gate(request),
  })
  const made = prepare(simulator, devices)
  const { queue, close } = await openBackend(backend, folder)
  try {
    const key = randomBytes(32)
    await fill(queue, devices, key)
    const rest = { address: simulator.address, account: demoAccount, ...keyPair() }
    const login = await createWorkflow(portsOf(rest)).login(rest.publicKey)
    if (!login.ok) throw new Error(login.code)
    const message = { backend: { kind, where: backend.where }, folder, session: login.session }
    Object.assign(message, rest, { address: front.address, key: key.toString('hex'), perSecond })
    const plan = happenings({ traffic, backend, requests: count * REQUESTS })
    let kills = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      kills += await runWorkers(message, processes, traffic, round === 0 ? plan : [])
      // The first of them at full load; then what a fault of the front made look final.
      const again = await queue.requeue()
      say(`  round ${round + 1}: ${again} of the dead are tried again`)
      if (again === 0) break
    }
    await runWorkers(message, 1, traffic, [])
    const took = performance.now() - started
    say(
      `${kind}: ${count} devices, ${processes} processes, ${seconds(took)}, ${traffic.arrived.length} requests`,
    )
    say(`  ${kills} kills, ${front.counts.faults} faults; ${JSON.stringify(await queue.counts())}`)
    await judgeRun({ queue, simulator, devices, made, front })
    limits(traffic, perSecond)
  } finally {
    await close()
    front.close()
    await simulator.close()
  }
}

function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}

async function fill(queue, devices, key) {
  const { seal } = sealedRecords(createSealer({ keys: [{ id: '1', key: new Uint8Array(key) }] }))
  const choice = { routingProfileId: 'busit' }
  for (let from = 0; from < devices.length; from += 500) {
    const chunk = devices.slice(from, from + 500).map(async (device) => {
      const record = recordOf(device)
      return { devEui: record.devEui, record: await seal(record), choice, priority: 100 }
    })
    await queue.add(await Promise.all(chunk))
  }
}

/** What happens in the middle, by the number of requests. */
function happenings({ traffic, backend, requests }) {
  const crash = backend.crash === undefined ? [] : [{ at: requests * 0.2, run: () => backend.crash() }]
  const down = { at: requests * 0.4, run: () => traffic.begin('down', DOWN_MS) }
  const quota = { at: requests * 0.7, run: () => traffic.begin('quota', QUOTA_MS) }
  const full = [
    { at: requests * 0.2, run: backend.fillMemory },
    { at: requests * 0.55, run: backend.fillDisk },
  ].filter(({ run }) => run !== undefined)
  return [...crash, ...full, down, quota].sort((one, other) => one.at - other.at)
}

/** Keeps as many processes going, and kills one now and then; how often it did. */
async function runWorkers(message, processes, traffic, plan) {
  const random = integers(18)
  const running = new Set()
  const still = [...plan]
  let [kills, failed] = [0, undefined]
  function start() {
    const child = fork(WORKER)
    running.add(child)
    child.send(message)
    child.once('exit', (code, signal) => {
      running.delete(child)
      if (signal === 'SIGKILL') start()
      else if (code !== 0) failed = new Error(`a worker ended with ${code ?? signal}`)
    })
  }
  for (let at = 0; at < processes; at += 1) start()
  const [least, most] = KILL_EVERY
  const asked = () => traffic.arrived.length
  let next = asked() + least + random(most - least)
  while (running.size > 0) {
    await sleep(LOOK_EVERY_MS)
    if (failed !== undefined) {
      for (const child of running) child.kill('SIGTERM')
      throw failed
    }
    if (still.length > 0 && asked() >= still[0].at) await still.shift().run()
    if (asked() < next) continue
    next = asked() + least + random(most - least)
    const victims = [...running]
    const victim = victims[random(victims.length || 1)]
    // One that has come to its end has disconnected.
    if (victim?.connected && victim.kill('SIGKILL')) kills += 1
  }
  return kills
}

const REASONS = {
  token: 'claim-refused',
  claimed: 'claim-refused',
  elsewhere: 'conflict',
  unmapped: 'device-profile-unmapped',
}

async function judgeRun({ queue, simulator, devices, made, front }) {
  const ends = new Map()
  for (const state of ['done', 'dead', 'waiting', 'delayed', 'active'])
    for (let from = 0; ; from += 1000) {
      const page = await queue.list({ state, from, limit: 1000 })
      for (const { devEui, reason } of page)
        ends.set(devEui, state === 'done' ? 'done' : (reason?.code ?? state))
      if (page.length === 0) break
    }
  const wrong = devices.filter(({ devEui, wrong: what }) => ends.get(devEui) !== (REASONS[what] ?? 'done'))
  const reasons = wrong.map(({ devEui, wrong: what }) => `${devEui} (${what ?? 'sound'}) ${ends.get(devEui)}`)
  judge(wrong.length === 0, `every device is done, or dead with its reason ${reasons.slice(0, 5).join(', ')}`)
  const inPart = new Map(
    devices.map(({ devEui, wrong: what }) => [devEui, what === undefined ? 'done' : undefined]),
  )
  const {
    wrong: incomplete,
    twice,
    keys,
  } = verdict(
    simulator,
    devices.filter(({ wrong: what }) => what === undefined),
    inPart,
    made,
  )
  judge(incomplete.length === 0, `the servers have all that is done ${incomplete.slice(0, 5).join(', ')}`)
  judge(
    twice.length === 0,
    `no server has done anything twice, no claim above all ${twice.slice(0, 5).join(', ')}`,
  )
  judge(keys === 1, `${keys} AS transport keys were made`)
  say(`  a claimed device was claimed again ${front.counts.claimedAgain} times, refused each time`)
}

/** By when requests left, and by when they arrived, each by the clock of who did it. */
function limits({ sent, arrived, outages }, perSecond) {
  for (const [what, times, ms] of [
    ['sent', sent, 1000],
    ['sent', sent, 10_000],
    ['arrived', arrived, 1000],
    ['arrived', arrived, 10_000],
  ]) {
    const allowed = (perSecond * ms) / 1000
    const most = mostIn(times, ms)
    const line = `at most ${most} requests ${what} in any ${ms / 1000} s, of ${allowed}`
    judge(most <= allowed * 1.01, line)
  }
  for (const { kind, refused, late } of outages) {
    const line = `${kind}: ${refused} requests were refused, ${late} of them after all could know`
    // Of a server that is away, each process tries now and then whether it is back.
    judge(late <= (kind === 'quota' ? 0 : 120), line)
  }
}
