// Shards over BullMQ: workers that are killed at random, and a Redis that is killed once, against one undisturbed run.
// Workers have folders of their own, as on machines of their own; the shards lie where all of them reach it.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasRedis, startRedis } from '../../packages/provisioning/test/redis-server.mjs'
import {
  expectWhatOneMakes,
  inFolder,
  makePlan,
  optionsOf,
  pause,
  peakOf,
  placeFor,
  timed,
} from './fleet/one-job.mjs'
import { expect, say, seconds } from './report/report.mjs'

const PROGRAMS = fileURLToPath(new URL('../../examples/fleet/dist/', import.meta.url))
const LOCK_MS = 3000
const LONGEST_PAUSE_MS = 4000

/**
 * `npm run soak -- bullmq [rows 200000] [shards 20] [workers 4] [kills 20] [outputs zpl,csv,png]`; the full size is
 * `bullmq 10000000 100 4 20 zpl`.
 */
export async function soak([
  rows = '200000',
  shards = '20',
  workers = '4',
  kills = '20',
  outputs = 'zpl,csv,png',
]) {
  if (!hasRedis()) return
  const redis = await startRedis()
  try {
    const options = optionsOf(outputs)
    await inFolder(
      (place) => fleet(redis, place, { rows, shards, workers, kills, options }),
      placeFor(Number(rows)),
    )
  } finally {
    await redis.close()
  }
}

async function fleet(redis, place, { rows, shards, workers, kills, options }) {
  await makePlan(place, Number(rows), Number(shards), options)
  const shared = join(place, 'shards')
  mkdirSync(shared, { mode: 0o700 })
  const folders = Array.from({ length: Number(workers) }, (_, number) => {
    const folder = join(place, `machine-${number}`)
    mkdirSync(folder, { mode: 0o700 })
    for (const name of ['devices.csv', 'plan'])
      cpSync(join(place, name), join(folder, name), { recursive: true })
    symlinkSync(shared, join(folder, 'shards'))
    return folder
  })
  const env = { ...process.env, REDIS_URL: redis.url }
  const run = (name, args) =>
    spawn(process.execPath, [join(PROGRAMS, name), ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const out = join(shared, 'merged', 'labels')
  mkdirSync(join(shared, 'merged'), { mode: 0o700 })

  let mib = 0
  const running = folders.map(begin)
  function begin(folder) {
    const child = run('worker.js', ['--work', folder, '--lock-ms', String(LOCK_MS)])
    child.stdout.on('data', () => (mib = Math.max(mib, peakOf(child.pid))))
    return child
  }

  const submit = run('submit.js', ['--work', place, '--out', join('shards', 'merged', 'labels')])
  let said = ''
  submit.stdout.on('data', (piece) => (said += piece))
  const flow = { isOver: false }
  const ended = new Promise((resolve) => submit.on('close', resolve)).then((code) => {
    flow.isOver = true
    return { code }
  })

  let [killed, restarts] = [0, 0]
  const disturbed = (async () => {
    while (!flow.isOver && killed < Number(kills)) {
      await Promise.race([pause(LONGEST_PAUSE_MS), ended])
      if (flow.isOver) break
      const at = Math.floor(Math.random() * running.length)
      if (running[at].kill('SIGKILL')) killed++
      running[at] = begin(folders[at])
      if (killed === Math.ceil(Number(kills) / 2) && restarts === 0) {
        await redis.crash()
        restarts++
      }
    }
  })()
  const made = await timed(() => ended)
  await disturbed
  for (const child of running) child.kill('SIGKILL')
  expect(made.code === 0, `the flow ends well: ${said}`)
  say(
    `made and merged in ${seconds(made.ms)} by ${workers} workers, killed ${killed} times, Redis ${restarts} times; a worker took ${mib} MiB at most`,
  )
  const one = await expectWhatOneMakes(place, out, options)
  say(`one process and this fleet: ${seconds(one)} and ${seconds(made.ms)}`)
  rmSync(shared, { recursive: true })
  say('soak passed')
}
