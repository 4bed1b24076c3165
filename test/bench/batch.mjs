// A file of devices to labels, all of it: reading, checking, drawing, writing, syncing, reading back, journaling. The
// peers only draw and write.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDevices } from './batch/devices.mjs'

const script = (name) => fileURLToPath(new URL(`batch/${name}.mjs`, import.meta.url))

// A disk writes the same files in 0.3 or in 5 seconds; memory shows the speed of the programs.
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const PEERS = [
  { name: 'qrcode + sharp overlay', peer: 'qrcodeAndSharp', count: 300 },
  { name: 'qrcode.toFile loop', peer: 'toFileLoop', count: 300 },
  { name: 'zint --batch', peer: 'zintBatch', count: 2000 },
  { name: 'xargs -P2 qrencode', peer: 'qrencodeOnTwoCores', count: 2000 },
  { name: 'segno loop', peer: 'segnoLoop', count: 300 },
]

// The promised ratios to the usual overlay script and to `zint --batch`, with two workers.
const JOBS = [
  { name: 'PNG files', as: ['png'], overlay: 100, zint: 5, verified: 2000 },
  { name: 'PNG archive', as: ['png'], pack: 'zip', overlay: 150, verified: 2000 },
  { name: 'ZPL stream', as: ['zpl'], overlay: 200, verified: 2000 },
  { name: 'native ZPL stream', as: ['zpl-native'], overlay: 1000, isText: true },
  { name: 'payloads', as: ['csv'], isText: true },
]
// For labels that are drawn. Text is done in a second, much of which is starting a thread and compiling.
const TWO_WORKERS = 1.6

/** A 50 × 25 mm label is 591 × 295 dots here; the overlay of the peers has the same size. */
const DPI = 300
const ROUNDS = 3

/**
 * `npm run bench -- batch [labels 100000] [memory]`: the race, and with `memory` the peak at 10 k, 100 k and 1 M
 * rows. All take turns; the median of the ratios within a round counts.
 */
export async function bench([labels = '100000', memory]) {
  const place = mkdtempSync(join(PLACE, 'claimtag-bench-'))
  try {
    if (memory === 'memory') measureMemory(place)
    else race(place, Number(labels))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function race(place, count) {
  say(
    `${count.toLocaleString('en')} devices · labels of 50 × 25 mm at ${DPI} dpi · ${cpus().length} × ${cpus()[0]?.model.trim()} · Node ${process.versions.node} · ${PLACE}`,
  )
  const input = join(place, 'devices.csv')
  writeDevices(input, count)
  const peers = PEERS.map((peer) => ({ ...peer, rates: [] }))
  const jobs = JOBS.flatMap((job) => [
    { ...job, verify: 'none', workers: 1, rates: [] },
    { ...job, verify: 'none', workers: 2, rates: [] },
    { ...job, verify: 'all', workers: 1, rates: [] },
    { ...job, verify: 'all', workers: 2, rates: [] },
  ])
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of peers) {
      const { perSecond, missing } = runPeer(place, peer)
      if (missing === undefined) peer.rates.push(perSecond)
      else peer.missing = missing
    }
    for (const job of jobs) {
      // Reading back takes minutes and has no peer: once is enough.
      if (job.verify === 'all' && round > 0) continue
      Object.assign(job, runJob(place, input, job))
      job.rates.push(job.labelled / job.seconds)
    }
  }
  for (const { name, count: of, rates, missing } of peers) {
    if (missing === undefined) say(row(name, median(rates), `(of ${of})`))
    else say(`  ${name} skipped: ${missing}`)
  }
  const rates = Object.fromEntries(peers.map((peer) => [peer.peer, peer.rates]))
  for (const job of jobs) tell(job, jobs, rates)
}

function tell(job, jobs, { qrcodeAndSharp, zintBatch }) {
  const { name, verify, workers, memory, cpu, labelled } = job
  const title = `${name}, ${verify === 'all' ? 'verified' : 'not verified'}, ${workers} worker${workers === 1 ? '' : 's'}`
  const each = `${Math.round(memory)} MiB, ${Math.round((cpu / labelled) * 1e6)} µs CPU a label`
  say(
    row(
      title,
      median(job.rates),
      verify === 'all'
        ? each
        : [each, against(job.rates, qrcodeAndSharp, 'overlay'), against(job.rates, zintBatch, 'zint')]
            .filter(Boolean)
            .join(', '),
    ),
  )
  if (workers === 1) return
  const alone = jobs.find((other) => other.name === name && other.verify === verify && other.workers === 1)
  const gain = times(job.rates, alone.rates)
  if (job.isText) say(`    two workers are ${gain}× one`)
  else judge(`two workers ≥ ${TWO_WORKERS}× one`, gain, TWO_WORKERS)
  if (verify === 'all') {
    if (job.verified !== undefined)
      judge(`≥ ${job.verified} labels/s`, Math.round(median(job.rates)), job.verified)
    return
  }
  if (job.overlay !== undefined && qrcodeAndSharp?.length > 0)
    judge(`≥ ${job.overlay}× overlay`, times(job.rates, qrcodeAndSharp), job.overlay)
  if (job.zint !== undefined && zintBatch?.length > 0)
    judge(`≥ ${job.zint}× zint`, times(job.rates, zintBatch), job.zint)
}

function judge(claim, measured, least) {
  say(`    ${measured >= least ? 'met' : 'MISSED'}: ${claim}, measured ${measured}`)
}

/** Empty for a peer that is not installed. */
function against(rates, others = [], peer) {
  return others.length === 0 ? '' : `${times(rates, others)}× ${peer}`
}

/** How many times as fast, in the median of the rounds. */
function times(rates, others) {
  const ratio = median(rates.map((rate, round) => rate / others[round % others.length]))
  return Number(ratio.toPrecision(3))
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

function measureMemory(place) {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const input = join(place, 'devices.csv')
    writeDevices(input, count)
    const { seconds, memory } = runJob(place, input, { as: ['png'], pack: 'zip', verify: 'none', workers: 2 })
    say(
      row(
        `${count.toLocaleString('en')} rows into an archive`,
        count / seconds,
        `${Math.round(memory)} MiB at most`,
      ),
    )
  }
}

function runPeer(place, { peer, count }) {
  const folder = join(place, peer)
  mkdirSync(folder)
  const { seconds, missing } = run(script('peers'), [peer, String(count), folder])
  rmSync(folder, { recursive: true, force: true })
  return missing === undefined ? { perSecond: count / seconds } : { missing }
}

function runJob(place, input, { as, pack, verify, workers }) {
  const out = join(place, 'out')
  const result = run(script('job'), [JSON.stringify({ input, out, as, pack, verify, workers, dpi: DPI })])
  rmSync(out, { recursive: true, force: true })
  return result
}

function run(file, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function row(name, perSecond, rest) {
  return `  ${name.padEnd(44)}${Math.round(perSecond).toLocaleString('en').padStart(9)} labels/s  ${rest}`
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
