// What the parts of a job of shards cost here, and what the model of a fleet (test/sim/fleet) makes of it: first of a
// job that is made here as well, which shows how far the model can be trusted, then of jobs too large to be made here.
import { availableParallelism, loadavg } from 'node:os'
import { CLOCKS, lengthOf, makeJob, measureCosts } from './fleet/shards.mjs'
import { hasPostgres } from '../../packages/online/test/postgres-server.mjs'
import { measureGrowth, measureIssues } from './fleet/issues.mjs'
import { loadBundle } from '../soak/days/load-bundle.mjs'
import { judge, say } from '../soak/report/report.mjs'

const MODEL = ['sim/fleet/label-run.ts', 'sim/fleet/issue-run.ts', 'sim/fleet/scaling.ts']
const SHARD_ROWS = 100_000
const SIZES = [1e7, 1e8, 1e9]
const MACHINES = [1, 2, 4, 8, 16, 32, 64]
const MOST_MACHINES = 4096
const MOST_STATEMENTS = 20_000
const WITHIN = 0.2
/** What nothing here measures, and the reader has to judge: named in what is printed. */
const ASSUMED = { start: 30, deathsAnHour: 0.02, takeover: 60, zones: 3, linkBytesASecond: 125e6 }
/** For the job that is made here: no worker dies, nothing is sent, and a start is a part of each shard. */
const UNDISTURBED = {
  machines: 1,
  start: 0,
  deathsAnHour: 0,
  sharesFolders: true,
  zones: 1,
  linkBytesASecond: Infinity,
}
const PARTITIONS = [0, 16]
const HOUR = 3600

/** `npm run bench -- fleet [rows 400000] [labels] [issues]`: both, or only the one named. */
export async function bench([rows = '400000', ...only]) {
  const wanted = (name) => only.length === 0 || only.includes(name)
  const model = await loadBundle(...MODEL)
  say(
    `${availableParallelism()} cores, load average ${loadavg()[0].toFixed(1)} at the beginning · Node ${process.versions.node}`,
  )
  if (wanted('labels')) await labels(model, Number(rows))
  if (wanted('issues')) await issues(model)
}

async function labels(model, rows) {
  const { sizes, costs } = await measureCosts(rows)
  say(`\nmeasured with jobs of ${sizes.join(' and ')} rows, in seconds of the clock (of the processor)`)
  sayCosts('a shard', (clock) => costs(clock, 1).shard)
  sayCosts('a shard, two at a time', (clock) => costs(clock, 2).shard)
  sayCosts('the plan', (clock) => costs(clock, 1).plan)
  sayCosts('the merge', (clock) => costs(clock, 1).merge)
  say(`  a shard's folder        ${costs('cpu', 1).bytesARow.toFixed(0)} bytes a row`)

  const judged = isBusy() ? 'cpu' : 'wall'
  say('\na job that the model has not seen, predicted and made')
  if (judged === 'cpu')
    say('others use this machine, so that its clock says little: the time of the processor is judged')
  for (const workers of [1, 2]) await compare(model, costs, judged, rows, workers)
  extrapolate(model, costs(judged, 2), judged)
}

/** @param costsBy costs of a part, by clock */
function sayCosts(name, costsBy) {
  const [wall, cpu] = CLOCKS.map(costsBy)
  const both = (part, digits, times) =>
    `${(wall[part] * times).toFixed(digits)} (${(cpu[part] * times).toFixed(digits)})`
  say(`  ${name.padEnd(24)}${both('fixed', 2, 1)} s, and for a thousand rows ${both('aRow', 3, 1000)} s`)
}

/** Another size, and a number of shards that does not divide by that of the workers. */
async function compare(model, costs, clock, rows, workers) {
  const [shards, shardRows] = [3, Math.round(rows / 4)]
  const job = await makeJob(shards * shardRows, shards, workers)
  const fleet = { ...ASSUMED, ...UNDISTURBED, workersAMachine: workers }
  for (const one of CLOCKS) {
    const { seconds } = model.runLabels(costs(one, workers), fleet, shards * shardRows, shardRows, 1)
    const made = lengthOf(job, one)
    const off = seconds / made - 1
    const isMet = Math.abs(off) <= WITHIN
    const line = `${shards} shards of ${shardRows} rows, ${workers} at a time, ${one}: ${seconds.toFixed(2)} s predicted, ${made.toFixed(2)} s made, ${percent(off)} off`
    if (one === clock) judge(isMet, `within ${percent(WITHIN)}: ${line}`)
    else say(`  ${line}`)
  }
}

function extrapolate(model, costs, clock) {
  say(
    `\nextrapolated from these costs (${clock}); nothing of it was run: machines like this one with 2 workers each, shards of ${SHARD_ROWS} rows, one folder for all.\nassumed: ${ASSUMED.start} s until a machine works, ${ASSUMED.deathsAnHour} deaths of a worker an hour, ${ASSUMED.takeover} s until its shard is taken over, a link of ${ASSUMED.linkBytesASecond / 1e6} MB/s for all`,
  )
  const fleet = { ...ASSUMED, machines: 1, workersAMachine: 2, sharesFolders: true }
  row('labels', [...MACHINES.map(String), 'hardly faster with more than'])
  for (const size of SIZES) {
    const times = MACHINES.map((machines) =>
      duration(model.runLabels(costs, { ...fleet, machines }, size, SHARD_ROWS, 1).seconds),
    )
    const { machines, seconds, because } = model.limitOfLabels(costs, fleet, size, SHARD_ROWS, MOST_MACHINES)
    row(size.toExponential(0), [...times, `${machines} machines (${duration(seconds)}): ${because}`])
  }
  say('\none of three zones lost for an hour, when half of the labels are made: longer by')
  const enough = MACHINES.filter((machines) => machines >= ASSUMED.zones)
  row('labels', enough.map(String))
  for (const size of SIZES) {
    const lost = enough.map((machines) =>
      model.costOfLostZone(costs, { ...fleet, machines }, size, SHARD_ROWS, HOUR),
    )
    row(size.toExponential(0), lost.map(duration))
  }
}

/** More wants to run than there are cores. */
function isBusy() {
  return loadavg()[0] > availableParallelism() + 1
}

async function issues(model) {
  if (!hasPostgres()) return
  say('\nwhat a sealed code takes in PostgreSQL, measured')
  for (const partitions of PARTITIONS) {
    const { rows, bytes, wal } = await measureGrowth(partitions)
    say(
      `  ${rows} rows, ${partitions} partitions: ${bytes.toFixed(0)} bytes a row with its indexes, ${wal.toFixed(0)} bytes of WAL a row`,
    )
  }
  const costs = await measureIssues()
  say(
    `\nissueMany at PostgreSQL, measured: ${(costs.client * 1e6).toFixed(1)} µs of the client's processor an issue, and the database, alone, ${Math.round(1 / costs.row)} rows/s in statements of ${costs.batch}`,
  )
  say(
    `extrapolated, nothing of it was run: one process a machine, databases like this one, ${costs.inFlight} statements under way each`,
  )
  for (const databases of [1, 4]) {
    say(databases === 1 ? 'one PostgreSQL' : `${databases} databases, by the hash of the device`)
    row('issues', [...MACHINES.slice(0, 5).map(String), 'hardly faster with more than'])
    for (const size of SIZES) {
      // Statements cost by the row alone here: taken together they give the same time, and sooner.
      const together = { ...costs, batch: Math.max(costs.batch, size / MOST_STATEMENTS) }
      const times = MACHINES.slice(0, 5).map((machines) =>
        duration(model.runIssues(together, { machines, databases }, size).seconds),
      )
      const limit = model.limitOfIssues(together, { machines: 1, databases }, size, 64)
      row(size.toExponential(0), [...times, `${limit.machines} machines: ${limit.because}`])
    }
  }
}

function row(name, cells) {
  say(`  ${name.padEnd(8)}${cells.map((cell) => cell.padStart(9)).join(' ')}`)
}

function percent(part) {
  return `${part < 0 ? '−' : ''}${Math.abs(part * 100).toFixed(0)} %`
}

function duration(seconds) {
  if (seconds < 120) return `${Math.max(0, seconds).toFixed(0)} s`
  return seconds < 2 * HOUR ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / HOUR).toFixed(1)} h`
}
