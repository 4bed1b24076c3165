// A job that is cut into shards, and what it has to be equal to: shared by the soaks of shards.
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
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDevices } from '../../bench/batch/devices.mjs'
import { expect, say, seconds } from '../report/report.mjs'
import { openKept } from './kept.mjs'

const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/claimtag.js', import.meta.url))
const IN_MEMORY = '/dev/shm'
/** Of a device with its label in one job, with what the manifest says of it; measured, and rounded up. */
const BYTES_A_ROW = { csv: 700, zpl: 6700 }
const BYTES_OF_OTHERS = 8000
/** In shards, in the merged job, and in the undisturbed one, which comes when the shards are gone. */
const COPIES = 2.1
/** Of a file system in memory: what is there is taken from the programs. */
const MOST_OF_MEMORY = 0.25

/** What is made of each row: `zpl` alone for millions of them. */
function optionsOf(outputs) {
  const pack = /png|svg/.test(outputs) ? ['--pack', 'zip'] : []
  return ['--as', outputs, ...pack, '--verify', 'sample:100', '--workers', '0']
}

/** What a soak of so many rows takes on the disk at most, in bytes. */
function bytesFor(rows, outputs) {
  const each = outputs.split(',').reduce((sum, name) => sum + (BYTES_A_ROW[name] ?? BYTES_OF_OTHERS), 0)
  return rows * each * COPIES
}

/**
 * Where so many rows fit: in memory, where a commit costs nothing, or else on the disk.
 *
 * @throws Error when they fit nowhere
 */
export function placeFor(rows, outputs, places = [IN_MEMORY, tmpdir()]) {
  const need = bytesFor(rows, outputs)
  const place = places.find((one) => {
    if (!existsSync(one)) return false
    const { bavail, bsize } = statfsSync(one)
    return bavail * bsize * (one === IN_MEMORY ? MOST_OF_MEMORY : 1) > need
  })
  expect(place !== undefined, `${rows} rows as ${outputs} need ${Math.ceil(need / 2 ** 30)} GiB of disk`)
  return place
}

/** A folder that is gone when the work is over. */
export async function inFolder(work, place = placeFor(0, 'zpl')) {
  const folder = mkdtempSync(join(place, 'claimtag-soak-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Writes `devices.csv`, and its plan into `plan`, or takes them from where they are kept.
 *
 * @param kept a folder for what the next soak of the same job need not make again
 */
export async function makePlan(place, { rows, shards, outputs, kept }) {
  const store = openKept(kept, { rows, shards, outputs })
  if (store.takePlan(place)) {
    say(`${rows} labels in ${shards} shards, as ${kept} has them`)
    return store
  }
  const devices = join(place, 'devices.csv')
  writeDevices(devices, rows)
  const plan = join(place, 'plan')
  const options = optionsOf(outputs)
  const planned = await timed(() =>
    claimtag(['plan-shards', devices, '--of', String(shards), '--out', plan, ...options]),
  )
  expect(planned.code === 0, `the plan is made: ${planned.stderr}`)
  say(`${rows} labels planned in ${shards} shards in ${seconds(planned.ms)}, ${size(plan)} KiB of plan`)
  store.putPlan(place)
  return store
}

/** What `verify` says of a merged job. */
export async function expectSound(out) {
  const verified = await timed(() => claimtag(['verify', out]))
  expect(verified.code === 0, `the merged job is sound: ${verified.stderr}`)
  say(`verified in ${seconds(verified.ms)}`)
}

/**
 * Makes the job of the plan once more, in one process, and compares what was merged with it.
 *
 * @param store as `makePlan` gave it
 * @returns the milliseconds that it took
 */
export async function expectWhatOneMakes(place, out, outputs, store) {
  const one = store.one() ?? (await makeOne(place, outputs))
  store.putOne(one)
  const names = Object.keys(one.digests)
  expect(names.length > 1, 'there is something to compare')
  for (const name of names)
    expect((await digestOf(join(out, name))) === one.digests[name], `${name} is the same`)
  say(`${names.join(', ')}: byte for byte what one process makes`)
  return one.ms
}

async function makeOne(place, outputs) {
  const one = join(place, 'one')
  mkdirSync(join(one, '.claimtag'), { recursive: true })
  cpSync(join(place, 'plan', 'shards.key'), join(one, '.claimtag', 'key'))
  const made = await timed(() =>
    claimtag(['generate', join(place, 'devices.csv'), '--out', one, ...optionsOf(outputs)]),
  )
  expect(made.code === 0, `the undisturbed run ends well: ${made.stderr}`)
  say(`one process makes them undisturbed in ${seconds(made.ms)}; it took ${made.mib} MiB at most`)
  const digests = {}
  for (const name of readdirSync(one).filter((file) => /^(?:labels\.|manifest)/.test(file)))
    digests[name] = await digestOf(join(one, name))
  rmSync(one, { recursive: true })
  return { ms: made.ms, digests }
}

/** Shards that are made, of those in this folder. */
export function shardsDone(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder).filter((name) => {
    const file = join(folder, name, 'shard.json')
    return existsSync(file) && !readFileSync(file, 'utf8').includes('running')
  }).length
}

/** Whether it is time for the next kill: they are spread over the shards. */
export function isTimeToKill(killed, { kills, shards, done }) {
  return killed < kills && done >= Math.floor((killed * shards) / (kills + 1))
}

/** `labels` resolves when it has made some; `mib` is the most memory that it was seen to take (Linux). */
export function start(args) {
  const child = spawn(process.execPath, [COMMAND, ...args, '--json'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  let most = 0
  let begun
  const labels = new Promise((resolve) => (begun = resolve))
  child.stderr.on('data', (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4000)
    if (stderr.includes('"progress"')) begun()
    most = Math.max(most, peakOf(child.pid))
  })
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stderr }))
  })
  return { child, ended, labels, mib: () => most }
}

async function claimtag(args) {
  const run = start(args)
  return { ...(await run.ended), mib: run.mib() }
}

/** The most memory that a process has taken so far, in MiB (Linux). */
function peakOf(pid) {
  try {
    const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kib) / 1024)
  } catch {
    // It has just ended, or this is not Linux.
    return 0
  }
}

export function pause(longest) {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest))
}

export async function timed(work) {
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
