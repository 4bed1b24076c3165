// A file of devices to labels, whole: reading, checking, drawing, writing, syncing, reading back, journaling. The
// peers only draw and write.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDevices } from './batch/devices.mjs'

const script = (name) => fileURLToPath(new URL(`batch/${name}.mjs`, import.meta.url))

// A disk writes the same files in 0.3 or in 5 seconds; memory shows what the programs do.
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const PEERS = [
  { name: 'qrcode + sharp overlay', peer: 'qrcodeAndSharp', count: 300 },
  { name: 'qrcode.toFile loop', peer: 'toFileLoop', count: 300 },
  { name: 'zint --batch', peer: 'zintBatch', count: 2000 },
  { name: 'xargs -P2 qrencode', peer: 'qrencodeOnTwoCores', count: 2000 },
  { name: 'segno loop', peer: 'segnoLoop', count: 300 },
]

const JOBS = [
  { name: 'PNG files', as: ['png'] },
  { name: 'PNG archive', as: ['png'], pack: 'zip' },
  { name: 'ZPL stream', as: ['zpl'] },
  { name: 'native ZPL stream', as: ['zpl-native'] },
  { name: 'payloads', as: ['csv'] },
]

/** `npm run bench -- batch [labels 100000] [memory]`: the race, and with `memory` the peak at 10 k, 100 k and 1 M rows. */
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
    `${count.toLocaleString('en')} devices · ${cpus().length} × ${cpus()[0]?.model.trim()} · Node ${process.versions.node} · ${PLACE}`,
  )
  const peers = PEERS.map((peer) => ({ ...peer, ...runPeer(place, peer) }))
  for (const { name, count: of, perSecond, missing } of peers) {
    say(missing === undefined ? row(name, perSecond, `(of ${of})`) : `  ${name} skipped: ${missing}`)
  }
  const input = join(place, 'devices.csv')
  writeDevices(input, count)
  const rate = (name) => peers.find((peer) => peer.peer === name)?.perSecond
  for (const { name, ...options } of JOBS) {
    for (const [verify, workers] of [
      ['none', 0],
      ['none', 2],
      ['all', 0],
      ['all', 2],
    ]) {
      const out = join(place, 'out')
      const result = runJob({ ...options, input, out, verify, workers })
      rmSync(out, { recursive: true, force: true })
      const perSecond = result.labelled / result.seconds
      const title = `${name}, ${verify === 'all' ? 'verified' : 'not verified'}, ${workers === 0 ? '1 thread' : `${workers} workers`}`
      say(
        row(
          title,
          perSecond,
          `${Math.round(result.memory)} MiB, ${Math.round((result.cpu / result.labelled) * 1e6)} µs CPU a label, ${against(perSecond, rate)}`,
        ),
      )
    }
  }
}

function against(perSecond, rate) {
  const times = (name) => (rate(name) === undefined ? '?' : `${Math.round(perSecond / rate(name))}×`)
  return `${times('qrcodeAndSharp')} qrcode + sharp, ${times('zintBatch')} zint`
}

function measureMemory(place) {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const input = join(place, 'devices.csv')
    writeDevices(input, count)
    const out = join(place, 'out')
    const { seconds, memory } = runJob({ input, out, as: ['png'], pack: 'zip', verify: 'none' })
    rmSync(out, { recursive: true, force: true })
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

function runJob(options) {
  return run(script('job'), [JSON.stringify(options)])
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
