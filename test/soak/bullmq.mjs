// Shards over BullMQ: workers that are killed at random, and a Redis that is killed once, against one undisturbed run.
// Workers have folders of their own, as on machines of their own; the shards lie where all of them reach it.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasRedis, startRedis } from '../../packages/provisioning/test/redis-server.mjs'
import { reach } from './fleet/kept.mjs'
import { watchMemory } from './fleet/memory.mjs'
import {
  expectSound,
  expectWhatOneMakes,
  inFolder,
  isTimeToKill,
  makePlan,
  pause,
  placeFor,
  shardsDone,
  timed,
} from './fleet/one-job.mjs'
import { expect, say, seconds } from './report/report.mjs'

const PROGRAMS = fileURLToPath(new URL('../../examples/fleet/dist/', import.meta.url))
const LOCK_MS = 3000
const LONGEST_PAUSE_MS = 4000

/**
 * `npm run soak -- bullmq [rows 200000] [shards 20] [workers 4] [kills 20] [outputs zpl,csv,png] [kept]`; the full size
 * is `bullmq 10000000 100 4 20 csv FOLDER`, with the folder of `slurm`. That needs 15 GB.
 */
export async function soak([
  rows = '200000',
  shards = '20',
  workers = '4',
  kills = '20',
  outputs = 'zpl,csv,png',
  kept,
]) {
  if (!hasRedis()) return
  const redis = await startRedis()
  try {
    const job = { rows: Number(rows), shards: Number(shards), outputs, kept }
    await inFolder(
      (place) => fleet(redis, place, job, { workers: Number(workers), kills: Number(kills) }),
      placeFor(job.rows, outputs),
    )
  } finally {
    await redis.close()
  }
}

async function fleet(redis, place, job, { workers, kills }) {
  const store = await makePlan(place, job)
  const shared = join(place, 'shards')
  mkdirSync(shared, { mode: 0o700 })
  const folders = Array.from({ length: workers }, (_, number) => {
    const folder = join(place, `machine-${number}`)
    mkdirSync(folder, { mode: 0o700 })
    reach(join(place, 'devices.csv'), join(folder, 'devices.csv'))
    cpSync(join(place, 'plan'), join(folder, 'plan'), { recursive: true })
    symlinkSync(shared, join(folder, 'shards'))
    return folder
  })
  const env = { ...process.env, REDIS_URL: redis.url }
  const run = (name, args) =>
    spawn(process.execPath, [join(PROGRAMS, name), ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const out = join(shared, 'merged', 'labels')
  mkdirSync(join(shared, 'merged'), { mode: 0o700 })

  const begin = (folder) => {
    const child = run('worker.js', ['--work', folder, '--lock-ms', String(LOCK_MS)])
    // What it says is not needed, and would fill the pipe.
    child.stdout.resume()
    return child
  }
  const running = folders.map(begin)
  const memory = watchMemory(() => running.map(({ pid }) => pid))

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
    while (!flow.isOver && killed < kills) {
      await Promise.race([pause(LONGEST_PAUSE_MS), ended])
      if (flow.isOver) break
      if (!isTimeToKill(killed, { kills, shards: job.shards, done: shardsDone(shared) })) continue
      const at = Math.floor(Math.random() * running.length)
      if (running[at].kill('SIGKILL')) killed++
      running[at] = begin(folders[at])
      if (killed === Math.ceil(kills / 2) && restarts === 0) {
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
    `made and merged in ${seconds(made.ms)} by ${workers} workers, killed ${killed} times, Redis ${restarts} times`,
  )
  memory.end('processes worked')
  expect(killed > 0, 'there were workers to kill')
  for (const name of readdirSync(shared))
    if (name !== 'merged') rmSync(join(shared, name), { recursive: true })
  await expectSound(out)
  const one = await expectWhatOneMakes(place, out, job.outputs, store)
  say(`one process and this fleet: ${seconds(one)} and ${seconds(made.ms)}`)
  rmSync(shared, { recursive: true })
  say('soak passed')
}
