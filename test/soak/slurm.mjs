// The scripts of examples/fleet under Slurm: a cluster of one node, an array of shards of which some are killed and
// some requeued, and the merge as a job that depends on it, against one undisturbed run.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { watchMemory } from './fleet/memory.mjs'
import { expectWhatOneMakes, inFolder, isTimeToKill, makePlan, placeFor, timed } from './fleet/one-job.mjs'
import { startSlurm, withoutSlurm } from './fleet/slurm-cluster.mjs'
import { expect, say, seconds } from './report/report.mjs'

const FLEET = fileURLToPath(new URL('../../examples/fleet/', import.meta.url))
const COMMAND = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const ENDED = /^(?:COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL|OUT_OF_MEMORY)/
const LOOK_EVERY_MS = 300

/**
 * `npm run soak -- slurm [rows 24000] [shards 8] [kills 3] [outputs zpl,csv,png] [kept]`; the full size is
 * `slurm 10000000 100 20 csv FOLDER`, where FOLDER keeps the plan and the undisturbed run for `bullmq`. That needs
 * 15 GB of disk.
 */
export async function soak([rows = '24000', shards = '8', kills = '3', outputs = 'zpl,csv,png', kept]) {
  const job = { rows: Number(rows), shards: Number(shards), outputs, kept }
  const why = withoutSlurm()
  if (why !== undefined) {
    say(`skipped: ${why}`)
    return
  }
  const slurm = await startSlurm(8)
  try {
    // Not a file system in memory, whose mode lets everybody in.
    await inFolder(
      (place) => array(slurm, place, job, Number(kills)),
      placeFor(job.rows, outputs, [tmpdir()]),
    )
  } finally {
    await slurm.close()
  }
}

async function array({ call }, place, job, kills) {
  const { shards, outputs } = job
  const store = await makePlan(place, job)
  mkdirSync(join(place, 'bin'))
  const program = `#!/bin/sh\nexec ${process.execPath} ${COMMAND} "$@"\n`
  writeFileSync(join(place, 'bin', 'claimtag'), program, { mode: 0o755 })
  const env = { PATH: `${join(place, 'bin')}:${process.env.PATH}:/usr/sbin`, CLAIMTAG_WORK: place }
  const submit = (args) => call('sbatch', ['--parsable', ...args], { cwd: place, env }).trim()

  const memory = watchMemory(() => makersOf(place).map(({ pid }) => pid))
  const made = await timed(async () => {
    const id = submit([`--array=1-${shards}`, join(FLEET, 'slurm-shard.sh')])
    const merge = submit([`--dependency=afterok:${id}`, join(FLEET, 'slurm-merge.sh')])
    const disturbed = await disturb({ call, place, id, kills, shards })
    const state = await end(call, merge)
    const logs = readdirSync(place).filter((name) => name.endsWith('.log'))
    expect(
      state === 'COMPLETED',
      `the merge ends well, not ${state}:\n${logs.map((name) => readFileSync(join(place, name), 'utf8')).join('\n')}`,
    )
    return { disturbed, restarts: restartsOf(call, id) }
  })
  const { killed, requeued } = made.disturbed
  say(
    `${shards} tasks and the merge in ${seconds(made.ms)}: ${killed} processes killed, ${requeued} tasks requeued; Slurm counts ${made.restarts} restarts`,
  )
  memory.end('processes made shards')
  expect(killed > 0 && requeued > 0, 'there were shards to kill and to requeue')
  expect(made.restarts >= killed + requeued, 'each of them was started again')
  rmSync(join(place, 'shards'), { recursive: true })
  // The script of the merge has verified it.
  const one = await expectWhatOneMakes(place, join(place, 'labels'), outputs, store)
  say(`one process and this cluster: ${seconds(one)} and ${seconds(made.ms)}`)
  say('soak passed')
}

/** Kills the processes of some shards while they make labels, and requeues the task of another. */
async function disturb({ call, place, id, kills, shards }) {
  let [killed, requeued] = [0, 0]
  const met = new Set()
  for (;;) {
    const running = call('squeue', ['-h', '-r', '-j', id, '-t', 'RUNNING', '-o', '%K'])
      .split('\n')
      .filter((line) => line !== '')
    const left = call('squeue', ['-h', '-r', '-j', id, '-o', '%K']).split('\n').length - 1
    const done = shards - left
    if (left === 0 || (killed >= kills && requeued > 0)) return { killed, requeued }
    for (const task of running) {
      if (met.has(task) || !isMaking(place, task)) continue
      if (requeued === 0 && killed > 0) {
        met.add(task)
        call('scontrol', ['requeue', `${id}_${task}`])
        requeued++
      } else if (isTimeToKill(killed, { kills, shards, done }) && killMaker(place, task)) {
        met.add(task)
        killed++
      }
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** Whether a shard has a journal with labels, and is not done. */
function isMaking(place, task) {
  try {
    const folder = join(place, 'shards', `shard-${task.padStart(5, '0')}`)
    const journal = readFileSync(join(folder, '.claimtag', 'journal.ndjson'), 'utf8')
    return (
      journal.includes('"labels"') && readFileSync(join(folder, 'shard.json'), 'utf8').includes('running')
    )
  } catch {
    return false
  }
}

function killMaker(place, task) {
  const found = makersOf(place).find((maker) => maker.task === task)
  return found !== undefined && spawnSync('kill', ['-9', found.pid]).status === 0
}

/** The processes that make shards are found by the variables that Slurm has given them. */
function makersOf(place) {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0generate\0devices.csv\0')) return []
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      if (!environment.includes(`CLAIMTAG_WORK=${place}\0`)) return []
      return [{ pid, task: /(?:^|\0)SLURM_ARRAY_TASK_ID=(\d+)\0/.exec(environment)?.[1] }]
    } catch {
      // It has just ended.
      return []
    }
  })
}

async function end(call, id) {
  for (;;) {
    const state = /JobState=(\S+)/.exec(call('scontrol', ['show', 'job', id]))?.[1] ?? ''
    if (ENDED.test(state)) return state
    const reason = /Reason=(\S+)/.exec(call('scontrol', ['show', 'job', id]))?.[1]
    if (reason === 'DependencyNeverSatisfied') return reason
    await sleep(LOOK_EVERY_MS)
  }
}

function restartsOf(call, id) {
  return [...call('scontrol', ['show', 'job', id]).matchAll(/Restarts=(\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}
