// Shards as a scheduler starts them: a process of the command each.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, start, timed } from '../../soak/fleet/one-job.mjs'
import { expect } from '../../soak/report/report.mjs'
import { writeDevices } from '../batch/devices.mjs'
import { median } from '../measure.mjs'

const OPTIONS = ['--as', 'zpl', '--verify', 'sample:100', '--workers', '0']
/** Rows of a chunk, as the command has them. */
const CHUNK_ROWS = 500
/** Shards of the jobs that costs are measured with: an even number, so that two at a time are always two. */
const SHARDS = 2
const ROUNDS = 2
/** The large job has that many times the rows of the small one. */
const LARGER = 8

/** `wall` is what counts at rest; on a busy machine it is the time of the others, and only `cpu` says anything. */
export const CLOCKS = ['wall', 'cpu']

/**
 * Makes a small job and a large one, with one process and with two at a time, and lays a straight line through what its
 * parts took.
 *
 * @param rows of the large one
 * @returns the `sizes` of the jobs, and `costs(clock, atATime)` as test/sim/fleet has them
 */
export async function measureCosts(rows) {
  const sizes = [Math.round(rows / LARGER), rows]
  // Whatever is read for the first time is read now.
  await makeJob(SHARDS, SHARDS, 1)
  const jobs = []
  // Small, large, small, large: what else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++)
    for (const size of sizes)
      for (const atATime of [1, 2]) jobs.push({ size, atATime, ...(await makeJob(size, SHARDS, atATime)) })
  const bytesARow = median(jobs.filter(({ size }) => size === rows).map(({ bytes }) => bytes)) / rows

  /** @param pick runs of the command, of a job */
  function line(clock, parts, some, pick) {
    const [small, large] = sizes.map((size) =>
      median(some.filter((job) => job.size === size).flatMap((job) => pick(job).map((took) => took[clock]))),
    )
    const aRow = Math.max(0, ((large - small) * parts) / (sizes[1] - sizes[0]))
    return { fixed: Math.max(0, small - (aRow * sizes[0]) / parts), aRow }
  }

  function costs(clock, atATime) {
    const some = jobs.filter((job) => job.atATime === atATime)
    return {
      plan: line(clock, 1, jobs, ({ plan }) => [plan]),
      shard: line(clock, SHARDS, some, ({ workers }) => workers.flat()),
      merge: { ...line(clock, 1, jobs, ({ merge }) => [merge]), aShard: 0 },
      chunkRows: CHUNK_ROWS,
      bytesARow,
    }
  }
  return { sizes, costs }
}

/**
 * Makes a job: a plan, shards by `atATime` workers that take one after the other, and a merge.
 *
 * @returns what each run of the command took, by worker, and the `bytes` of all shards
 */
export async function makeJob(rows, shards, atATime) {
  let made
  await inFolder(async (place) => {
    const devices = join(place, 'devices.csv')
    writeDevices(devices, rows)
    const [planned, out] = [join(place, 'plan'), join(place, 'shards')]
    const of = ['--plan', planned, '--out']
    const plan = await run(['plan-shards', devices, '--of', `${shards}`, '--out', planned, ...OPTIONS])
    const waiting = Array.from({ length: shards }, (_, at) => at + 1)
    const work = async () => {
      const runs = []
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift())
        runs.push(
          await run(['generate', devices, '--shard', `${shard}/${shards}`, '--workers', '0', ...of, out]),
        )
      return runs
    }
    const workers = await Promise.all(Array.from({ length: atATime }, work))
    const bytes = sizeOf(out)
    const merge = await run(['merge', out, ...of, join(place, 'labels')])
    made = { plan, workers, merge, bytes }
  })
  return made
}

/** Seconds of a job from its beginning to its end, of which the longest worker counts. */
export function lengthOf({ plan, workers, merge }, clock) {
  const longest = Math.max(...workers.map((runs) => runs.reduce((sum, one) => sum + one[clock], 0)))
  return plan[clock] + longest + merge[clock]
}

/** @returns the seconds that the command took, by clock */
async function run(args) {
  const before = process.env.NODE_OPTIONS
  process.env.NODE_OPTIONS = `${before ?? ''} --import ${new URL('tell-cpu.mjs', import.meta.url)}`
  const running = start(args)
  if (before === undefined) delete process.env.NODE_OPTIONS
  else process.env.NODE_OPTIONS = before
  const { code, stderr, ms } = await timed(() => running.ended)
  expect(code === 0, `${args[0]} ends well: ${stderr}`)
  return { wall: ms / 1000, cpu: Number(/"cpuSeconds":([\d.]+)/.exec(stderr)[1]) }
}

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0)
}
