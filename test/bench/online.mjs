// Issuing: what the thread, the coalescing and the chunks bring, in one run and on one machine. Ratios count, since
// machines and disks differ. Both sides of a ratio seal alike, commit alike and write to the same disk. Where a ratio
// depends on the store, it is given for the whole issue, of which writing and reading the code are a part that no store
// changes, and for the store alone. `npm run bench -- online [sqlite] [postgres] [many] [sealed] [whole]`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasPostgres, startPostgres } from '../../packages/online/test/postgres-server.mjs'
import { median } from './measure.mjs'

const RUN = fileURLToPath(new URL('online/run.mjs', import.meta.url))
const ROUNDS = 5

export async function bench(only) {
  const wanted = (name) => only.length === 0 || only.includes(name)
  const folder = mkdtempSync(join(onDisk(), 'claimtag-bench-online-'))
  const server = hasPostgres() ? await startPostgres() : undefined
  let databases = 0
  const sqlite = () => join(folder, `codes-${(databases += 1)}.sqlite`)
  try {
    if (wanted('sqlite')) await raceSqlite(sqlite)
    if (wanted('postgres') && server !== undefined) await racePostgres(server.connectionString)
    if (wanted('many')) await raceMany(sqlite, server?.connectionString)
    if (wanted('sealed')) await raceSealed(sqlite)
    if (wanted('whole')) await raceWhole(sqlite)
  } finally {
    server?.close()
    rmSync(folder, { recursive: true })
  }
}

/** `tmpfs` of Linux: a commit into memory costs nothing. */
const IN_MEMORY = 0x01021994

/** A folder on a disk: the one for temporary files, or this one where that is in memory. */
function onDisk() {
  return statfsSync(tmpdir()).type === IN_MEMORY ? fileURLToPath(new URL('.', import.meta.url)) : tmpdir()
}

/** Milliseconds of `fdatasync` after as much as a commit of some rows writes, of which the ratios depend. */
function syncMilliseconds(path) {
  const file = openSync(path, 'w')
  const bytes = new Uint8Array(32 * 1024)
  try {
    return Array.from({ length: 200 }, (_, at) => {
      writeSync(file, bytes, 0, bytes.length, at * bytes.length)
      const from = performance.now()
      fdatasyncSync(file)
      return performance.now() - from
    }).sort((a, b) => a - b)
  } finally {
    closeSync(file)
  }
}

async function raceSqlite(path) {
  title('SQLite, 64 callers, each issue with its own fsync at the latest')
  const sync = syncMilliseconds(`${path()}.sync`)
  process.stdout.write(
    `  fdatasync of 32 KiB on this disk: p50 ${sync[100].toFixed(2)}  p99 ${sync[198].toFixed(2)} ms\n`,
  )
  const peer = (store, isAlone) => () => run({ store, where: path(), callers: 64, isAlone })
  const { thread, main, threadAlone, mainAlone } = await rounds({
    thread: peer('sqlite-thread'),
    main: peer('sqlite-main'),
    threadAlone: peer('sqlite-thread', true),
    mainAlone: peer('sqlite-main', true),
  })
  line('in its thread', thread)
  line('on the main thread', main)
  line('in its thread, store alone', threadAlone)
  line('on the main thread, store alone', mainAlone)
  both(1.5, 'the main thread', ratio(thread, main), ratio(threadAlone, mainAlone))
  // The main thread never gives timers a turn: its delay of nothing means that it was not measured once.
  const delay = median(thread.map(({ delayMs }) => delayMs))
  verdict(delay <= 20, `event-loop delay p99 ≤ 20 ms, measured ${delay.toFixed(1)} ms`)
}

async function racePostgres(where) {
  title('PostgreSQL, 32 callers, the token at hand')
  const peer = (store, isAlone) => () => run({ store, where, callers: 32, isAlone })
  const { coalesced, plain, coalescedAlone, plainAlone } = await rounds({
    coalesced: peer('postgres'),
    plain: peer('postgres-plain'),
    coalescedAlone: peer('postgres', true),
    plainAlone: peer('postgres-plain', true),
  })
  line('coalesced', coalesced)
  line('a statement each', plain)
  line('coalesced, store alone', coalescedAlone)
  line('a statement each, store alone', plainAlone)
  both(5, 'plain', ratio(coalesced, plain), ratio(coalescedAlone, plainAlone))
}

async function raceMany(path, where) {
  title('issueMany, 20,000 devices, against 32 callers who ask one by one')
  const stores = [['sqlite-thread', path], ...(where === undefined ? [] : [['postgres', () => where]])]
  for (const [store, place] of stores) {
    const single = store === 'postgres' ? 'postgres-plain' : store
    const { many, singles, manyAlone, singlesAlone } = await rounds({
      many: () => run({ store, where: place(), many: 20_000 }),
      singles: () => run({ store: single, where: place(), callers: 32 }),
      manyAlone: () => run({ store, where: place(), many: 20_000, isAlone: true }),
      singlesAlone: () => run({ store: single, where: place(), callers: 32, isAlone: true }),
    })
    const ofSingles = store === 'postgres' ? 'singles, a statement each' : 'singles'
    line(`issueMany, ${store}`, many)
    line(ofSingles, singles)
    line(`insertMany, store alone`, manyAlone)
    line(`${ofSingles}, alone`, singlesAlone)
    both(5, 'singles', ratio(many, singles), ratio(manyAlone, singlesAlone))
    // SQLite works in a thread of the process; what the client spends is the time of the other one.
    const delay = median(many.map(({ delayMs }) => delayMs))
    verdict(delay <= 20, `event-loop delay p99 ≤ 20 ms in issueMany, measured ${delay.toFixed(1)} ms`)
    const cpu = median(many.map(({ mainUs }) => mainUs))
    const code = median(many.map(({ codeUs }) => codeUs))
    verdict(
      cpu - code <= 15,
      `≤ 15 µs of client CPU a row beside writing and reading the code, measured ${(cpu - code).toFixed(1)} µs of ${cpu.toFixed(1)}`,
    )
  }
}

async function raceSealed(path) {
  title('What sealing costs: issueMany, 20,000 devices, SQLite')
  const { sealed, plain } = await rounds({
    sealed: () => run({ store: 'sqlite-thread', where: path(), many: 20_000, isSealed: true }),
    plain: () => run({ store: 'sqlite-thread', where: path(), many: 20_000 }),
  })
  line('sealed', sealed)
  line('plaintext', plain)
}

async function raceWhole(path) {
  title('A whole issue with its PNG, against qrcode.toBuffer and an insert, CPU seconds')
  const { claimtag, qrcode } = await rounds({
    claimtag: () => run({ store: 'sqlite-thread', where: path(), callers: 8, png: true }),
    qrcode: () => run({ store: 'qrcode', where: path(), callers: 8 }),
  })
  line('claimtag: issue, label, PNG', claimtag)
  line('qrcode.toBuffer and an insert', qrcode)
  const times = median(claimtag.map(({ cpuUs }, round) => qrcode[round].cpuUs / cpuUs))
  verdict(times >= 20, `≥ 20 × fewer CPU seconds, measured ${times.toFixed(1)} ×`)
}

/** Runs the peers in turn, so that whatever else the machine does meets all of them. */
async function rounds(peers) {
  const results = Object.fromEntries(Object.keys(peers).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, peer] of Object.entries(peers)) results[name].push(await peer())
  return results
}

/** One peer in a process of its own. */
async function run(options) {
  const child = spawn(process.execPath, [RUN, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (text) => (out += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${options.store} ended with ${code}`)
  return JSON.parse(out)
}

function ratio(one, other) {
  return median(one.map(({ perSecond }, round) => perSecond / other[round].perSecond))
}

function title(text) {
  process.stdout.write(`\n${text} · Node ${process.versions.node}\n`)
}

function line(name, results) {
  const of = (key) => median(results.map((result) => result[key]))
  process.stdout.write(
    `  ${name.padEnd(32)}${Math.round(of('perSecond')).toLocaleString('en').padStart(8)}/s  p50 ${of('p50').toFixed(1)}  p99 ${of('p99').toFixed(1)} ms  loop p99 ${of('delayMs').toFixed(1)} ms  ${of('cpuUs').toFixed(0)} µs CPU (event loop ${of('mainUs').toFixed(0)})  ${Math.round(of('rssMib'))} MiB\n`,
  )
}

/** The ratio of the whole issue, which counts, and that of the store alone. */
function both(wanted, peer, whole, alone) {
  verdict(whole >= wanted, `≥ ${wanted} × ${peer}, measured ${whole.toFixed(2)} × for the whole issue`)
  verdict(alone >= wanted, `≥ ${wanted} × ${peer}, measured ${alone.toFixed(2)} × for the store alone`)
}

function verdict(met, text) {
  process.stdout.write(`  ${met ? 'met' : 'MISSED'}: ${text}\n`)
}
