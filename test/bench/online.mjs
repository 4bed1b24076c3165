// Issuing: what the thread, the coalescing and the chunks bring, in one run and on one machine. Ratios count, since
// machines and disks differ. `npm run bench -- online [sqlite] [postgres] [many] [whole]`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasPostgres, startPostgres } from '../../packages/online/test/postgres-server.mjs'
import { median } from './measure.mjs'

const RUN = fileURLToPath(new URL('online/run.mjs', import.meta.url))
const ROUNDS = 5

export async function bench(only) {
  const wanted = (name) => only.length === 0 || only.includes(name)
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-online-'))
  const server = hasPostgres() ? await startPostgres() : undefined
  let databases = 0
  const sqlite = () => join(folder, `codes-${(databases += 1)}.sqlite`)
  try {
    if (wanted('sqlite')) await raceSqlite(sqlite)
    if (wanted('postgres') && server !== undefined) await racePostgres(server.connectionString)
    if (wanted('many')) await raceMany(sqlite, server?.connectionString)
    if (wanted('whole')) await raceWhole(sqlite)
  } finally {
    server?.close()
    rmSync(folder, { recursive: true })
  }
}

async function raceSqlite(path) {
  title('SQLite, 64 callers, each issue with its own fsync at the latest')
  const { thread, main } = await rounds({
    thread: () => run({ store: 'sqlite-thread', where: path(), callers: 64 }),
    main: () => run({ store: 'sqlite-main', where: path(), callers: 64 }),
  })
  line('in its thread', thread)
  line('on the main thread', main)
  verdict(ratio(thread, main) >= 1.5, `≥ 1.5 × the main thread, measured ${ratio(thread, main).toFixed(2)} ×`)
  const delay = median(thread.map(({ delayMs }) => delayMs))
  verdict(delay <= 20, `event-loop delay p99 ≤ 20 ms, measured ${delay.toFixed(1)} ms`)
}

async function racePostgres(where) {
  title('PostgreSQL, 32 callers, the token at hand')
  const { coalesced, plain } = await rounds({
    coalesced: () => run({ store: 'postgres', where, callers: 32 }),
    plain: () => run({ store: 'postgres-plain', where, callers: 32 }),
  })
  line('coalesced', coalesced)
  line('a statement each', plain)
  verdict(ratio(coalesced, plain) >= 5, `≥ 5 × plain, measured ${ratio(coalesced, plain).toFixed(1)} ×`)
}

async function raceMany(path, where) {
  title('issueMany, 20,000 devices, against 32 callers who ask one by one')
  const stores = [['sqlite-thread', path], ...(where === undefined ? [] : [['postgres', () => where]])]
  for (const [store, place] of stores) {
    const { many, singles } = await rounds({
      many: () => run({ store, where: place(), many: 20_000 }),
      singles: () =>
        run({ store: store === 'postgres' ? 'postgres-plain' : store, where: place(), callers: 32 }),
    })
    line(`issueMany, ${store}`, many)
    line(store === 'postgres' ? 'singles, a statement each' : 'singles', singles)
    verdict(ratio(many, singles) >= 5, `≥ 5 × singles, measured ${ratio(many, singles).toFixed(1)} ×`)
    const cpu = median(many.map(({ cpuUs }) => cpuUs))
    const code = median(many.map(({ codeUs }) => codeUs))
    verdict(
      cpu - code <= 15,
      `≤ 15 µs of client CPU a row beside writing and reading the code, measured ${(cpu - code).toFixed(1)} µs of ${cpu.toFixed(1)}`,
    )
  }
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
    `  ${name.padEnd(32)}${Math.round(of('perSecond')).toLocaleString('en').padStart(8)}/s  p50 ${of('p50').toFixed(1)}  p99 ${of('p99').toFixed(1)} ms  loop p99 ${of('delayMs').toFixed(1)} ms  ${of('cpuUs').toFixed(0)} µs CPU  ${Math.round(of('rssMib'))} MiB\n`,
  )
}

function verdict(met, text) {
  process.stdout.write(`  ${met ? 'met' : 'MISSED'}: ${text}\n`)
}
