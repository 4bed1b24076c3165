// Shards by four processes that are killed at random, and a merge that is killed too, against one undisturbed run.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDevices } from '../bench/batch/devices.mjs'
import { expect, say, seconds } from './report/report.mjs'

const COMMAND = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const OPTIONS = ['--as', 'zpl,csv,png', '--pack', 'zip', '--verify', 'sample:100', '--workers', '0']
const WORKERS = 4
const LONGEST_PAUSE_MS = 1000
const LONGEST_LABELLING_MS = 1500

/** `npm run soak -- shards [labels 200000] [shards 20] [kills 20]` */
export async function soak([labels = '200000', shards = '20', kills = '20']) {
  const place = mkdtempSync(join(PLACE, 'claimtag-soak-'))
  try {
    const devices = join(place, 'devices.csv')
    writeDevices(devices, Number(labels))
    const plan = join(place, 'plan')
    const planned = await timed(() =>
      claimtag(['plan-shards', devices, '--of', shards, '--out', plan, ...OPTIONS]),
    )
    expect(planned.code === 0, `the plan is made: ${planned.stderr}`)
    say(`${labels} labels planned in ${shards} shards in ${seconds(planned.ms)}, ${size(plan)} KiB of plan`)

    const made = await timed(() => killedWorkers(place, devices, Number(shards), Number(kills)))
    say(
      `shards made in ${seconds(made.ms)} by ${WORKERS} processes, killed ${made.killed} times, ${made.working} of them while labels were made; a process took ${made.mib} MiB at most`,
    )
    expect(made.working > 0, 'some kills met labels in the making')

    const out = join(place, 'labels')
    const merged = await timed(() => killedMerge(place, out, Math.ceil(Number(kills) / 4)))
    say(`merged in ${seconds(merged.ms)}, killed ${merged.killed} times; it took ${merged.mib} MiB at most`)
    rmSync(join(place, 'shards'), { recursive: true })
    const verified = await timed(() => claimtag(['verify', out]))
    expect(verified.code === 0, `the merged job is sound: ${verified.stderr}`)

    const one = join(place, 'one')
    mkdirSync(join(one, '.claimtag'), { recursive: true })
    cpSync(join(plan, 'shards.key'), join(one, '.claimtag', 'key'))
    const undisturbed = await timed(() => claimtag(['generate', devices, '--out', one, ...OPTIONS]))
    expect(undisturbed.code === 0, 'the undisturbed run ends well')
    say(`one process makes them undisturbed in ${seconds(undisturbed.ms)}`)
    for (const name of ['labels.zip', 'labels.zpl', 'labels.csv', 'manifest.ndjson'])
      expect((await digestOf(join(out, name))) === (await digestOf(join(one, name))), `${name} is the same`)
    say('soak passed: what was merged is byte for byte what one process makes')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Works all shards off, in an order of chance, by processes of which one is killed now and then. */
async function killedWorkers(place, devices, shards, kills) {
  const waiting = Array.from({ length: shards }, (_, at) => at + 1).sort(() => Math.random() - 0.5)
  const running = new Set()
  let [killed, working, mib] = [0, 0, 0]

  async function work() {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      const [plan, out] = [join(place, 'plan'), join(place, 'shards')]
      const run = start([
        'generate',
        devices,
        '--plan',
        plan,
        '--shard',
        `${shard}/${shards}`,
        '--out',
        out,
        '--workers',
        '0',
      ])
      running.add(run)
      const { code, signal, stderr } = await run.ended
      running.delete(run)
      mib = Math.max(mib, run.mib())
      if (code === 0) continue
      expect(signal === 'SIGKILL', `a shard ends well or is killed: ${stderr}`)
      if (stderr.includes('"progress"')) working++
      waiting.push(shard)
    }
  }

  const over = Promise.all(Array.from({ length: WORKERS }, work)).then(() => 'over')
  while (killed < kills && (await Promise.race([pause(LONGEST_PAUSE_MS), over])) !== 'over') {
    const one = [...running][Math.floor(Math.random() * running.size)]
    if (one === undefined) continue
    // Most kills meet labels in the making; some meet a process that has not begun.
    if (killed % 4 !== 3) {
      await Promise.race([one.labels, one.ended])
      await pause(LONGEST_LABELLING_MS)
    }
    if (running.has(one) && one.child.kill('SIGKILL')) killed++
  }
  await over
  return { killed, working, mib }
}

async function killedMerge(place, out, kills) {
  const line = ['merge', join(place, 'shards'), '--plan', join(place, 'plan'), '--out', out]
  let [killed, mib] = [0, 0]
  for (;;) {
    const run = start(line)
    if (killed < kills)
      void Promise.race([run.labels, run.ended])
        .then(() => pause(LONGEST_LABELLING_MS))
        .then(() => run.child.kill('SIGKILL'))
    const { code, signal, stderr } = await run.ended
    mib = Math.max(mib, run.mib())
    if (code === 0) return { killed, mib }
    expect(signal === 'SIGKILL', `the merge ends well or is killed: ${stderr}`)
    killed++
  }
}

// `labels` resolves when it has made some; `mib` is the most memory that it was seen to take (Linux).
function start(args) {
  const child = spawn(process.execPath, [COMMAND, ...args, '--json'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  let most = 0
  let begun
  const labels = new Promise((resolve) => (begun = resolve))
  child.stderr.on('data', (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4000)
    if (stderr.includes('"progress"')) begun()
    try {
      const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      most = Math.max(most, Number(kib))
    } catch {
      // It has just ended, or this is not Linux.
    }
  })
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stderr }))
  })
  return { child, ended, labels, mib: () => Math.round(most / 1024) }
}

function claimtag(args) {
  return start(args).ended
}

function pause(longest) {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest))
}

async function timed(work) {
  const began = performance.now()
  const done = await work()
  return { ...done, ms: performance.now() - began }
}

async function digestOf(path) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

function size(folder) {
  const bytes = readdirSync(folder)
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0)
  return Math.round(bytes / 1024)
}
