// Shards by four processes that are killed at random, and a merge that is killed too, against one undisturbed run.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  expectSound,
  expectWhatOneMakes,
  inFolder,
  makePlan,
  pause,
  placeFor,
  start,
  timed,
} from './fleet/one-job.mjs'
import { expect, say, seconds } from './report/report.mjs'

const WORKERS = 4
const LONGEST_PAUSE_MS = 1000
const LONGEST_LABELLING_MS = 1500

/**
 * `npm run soak -- shards [labels 200000] [shards 20] [kills 20] [outputs zpl,csv,png] [kept]`; the full size is
 * `shards 10000000 100 20 csv`, or with `zpl`, which needs 141 GB.
 */
export async function soak([labels = '200000', shards = '20', kills = '20', outputs = 'zpl,csv,png', kept]) {
  const job = { rows: Number(labels), shards: Number(shards), outputs, kept }
  await inFolder((place) => killedJob(place, job, Number(kills)), placeFor(job.rows, outputs))
}

async function killedJob(place, job, kills) {
  const store = await makePlan(place, job)
  const devices = join(place, 'devices.csv')
  const made = await timed(() => killedWorkers(place, devices, job.shards, kills))
  say(
    `shards made in ${seconds(made.ms)} by ${WORKERS} processes, killed ${made.killed} times, ${made.working} of them while labels were made; a process took ${made.mib} MiB at most`,
  )
  expect(made.working > 0, 'some kills met labels in the making')

  const out = join(place, 'labels')
  const merged = await timed(() => killedMerge(place, out, Math.ceil(kills / 4)))
  say(`merged in ${seconds(merged.ms)}, killed ${merged.killed} times; it took ${merged.mib} MiB at most`)
  rmSync(join(place, 'shards'), { recursive: true })
  await expectSound(out)
  await expectWhatOneMakes(place, out, job.outputs, store)
  say('soak passed')
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
