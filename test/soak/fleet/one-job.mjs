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

const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/claimtag.js', import.meta.url))
const IN_MEMORY = '/dev/shm'
/** Of a label in shards, in the merged job and in the undisturbed one, with its devices and what the pictures take. */
const BYTES_A_ROW = 16_384

/** What is made of each row: `zpl` alone for millions of them. */
export function optionsOf(outputs) {
  const pack = /png|svg/.test(outputs) ? ['--pack', 'zip'] : []
  return ['--as', outputs, ...pack, '--verify', 'sample:100', '--workers', '0']
}

/** Where so many rows fit: in memory, where a commit costs nothing, or else on the disk. */
export function placeFor(rows) {
  if (!existsSync(IN_MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return bavail * bsize > rows * BYTES_A_ROW ? IN_MEMORY : tmpdir()
}

/** A folder that is gone when the work is over. */
export async function inFolder(work, place = placeFor(0)) {
  const folder = mkdtempSync(join(place, 'claimtag-soak-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes `devices.csv`, and its plan into `plan`. */
export async function makePlan(place, rows, shards, options) {
  const devices = join(place, 'devices.csv')
  writeDevices(devices, rows)
  const plan = join(place, 'plan')
  const planned = await timed(() =>
    claimtag(['plan-shards', devices, '--of', String(shards), '--out', plan, ...options]),
  )
  expect(planned.code === 0, `the plan is made: ${planned.stderr}`)
  say(`${rows} labels planned in ${shards} shards in ${seconds(planned.ms)}, ${size(plan)} KiB of plan`)
}

/**
 * Makes the job of the plan once more, in one process, and compares what was merged with it.
 *
 * @returns the milliseconds that it took
 */
export async function expectWhatOneMakes(place, out, options) {
  const verified = await timed(() => claimtag(['verify', out]))
  expect(verified.code === 0, `the merged job is sound: ${verified.stderr}`)
  const one = join(place, 'one')
  mkdirSync(join(one, '.claimtag'), { recursive: true })
  cpSync(join(place, 'plan', 'shards.key'), join(one, '.claimtag', 'key'))
  const undisturbed = await timed(() =>
    claimtag(['generate', join(place, 'devices.csv'), '--out', one, ...options]),
  )
  expect(undisturbed.code === 0, `the undisturbed run ends well: ${undisturbed.stderr}`)
  say(`one process makes them undisturbed in ${seconds(undisturbed.ms)}`)
  const names = readdirSync(one).filter((name) => /^(?:labels\.|manifest)/.test(name))
  expect(names.length > 1, 'there is something to compare')
  for (const name of names)
    expect((await digestOf(join(out, name))) === (await digestOf(join(one, name))), `${name} is the same`)
  say(`${names.join(', ')}: byte for byte what one process makes`)
  return undisturbed.ms
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

function claimtag(args) {
  return start(args).ended
}

/** The most memory that a process has taken so far, in MiB (Linux). */
export function peakOf(pid) {
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
