// Issuing at its full size: `npm run soak -- online [contract] [kills] [upstream] [SHARE]`.
// contract: every store, with every Node of test/hosts/engines · kills: 30 rounds of SIGKILL on two processes, and six
// immediate stops of PostgreSQL · upstream: 10,000 devices with the tokens of a server that fails and forgets.
// A SHARE of 0.1 makes a tenth of it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { killRounds } from '../../packages/online/test/crash/kill-rounds.mjs'
import { upstreamRounds } from '../../packages/online/test/crash/upstream-rounds.mjs'
import { hasPostgres, startPostgres } from '../../packages/online/test/postgres-server.mjs'
import { judge } from './report/report.mjs'

const CONTRACT = fileURLToPath(new URL('../../packages/online/test/store/run-contract.mjs', import.meta.url))
const ENGINES = fileURLToPath(new URL('../hosts/engines/node_modules', import.meta.url))
const DEVICES = 10_000
const ROUNDS = 30
const STOPS = 6

export async function soak(args) {
  const share = Number(args.find((arg) => Number(arg) > 0) ?? 1)
  const named = args.filter((arg) => !(Number(arg) > 0))
  const wanted = (name) => named.length === 0 || named.includes(name)
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-soak-'))
  const server = hasPostgres() ? await startPostgres() : undefined
  const stores = [
    ['SQLite', (name) => `sqlite:${join(folder, `${name}.sqlite`)}`],
    ...(server === undefined ? [] : [['PostgreSQL', (name) => `postgres:${server.database(name)}`]]),
  ]
  try {
    if (wanted('contract')) contracts(folder, server)
    for (const [store, spec] of stores) {
      if (wanted('kills')) await kills(store, spec('kills'), Math.ceil(ROUNDS * share), server)
      if (wanted('upstream')) await upstream(store, spec('upstream'), Math.ceil(DEVICES * share))
    }
  } finally {
    server?.close()
    rmSync(folder, { recursive: true })
  }
}

/** Stores × versions of Node. */
function contracts(folder, server) {
  const others = ['node20', 'node22', 'node24']
    .map((name) => join(ENGINES, name, 'bin/node'))
    .filter(existsSync)
  for (const [at, program] of [process.execPath, ...others].entries()) {
    const specs = { memory: 'memory:', SQLite: `sqlite:${join(folder, `contract-${at}.sqlite`)}` }
    if (server !== undefined) {
      specs.PostgreSQL = `postgres:${server.database(`contract_${at}`)}`
      specs['eight hash partitions'] = `partitions:${server.database(`parts_${at}`)}`
      const isolation = encodeURIComponent('-c default_transaction_isolation=serializable')
      specs.SERIALIZABLE = `postgres:${server.database(`serializable_${at}`)}?options=${isolation}`
    }
    for (const [store, spec] of Object.entries(specs)) {
      const { stdout, stderr } = spawnSync(program, [CONTRACT, spec], { encoding: 'utf8' })
      const { node, held, failed } = stdout === '' ? { failed: [stderr] } : JSON.parse(stdout)
      judge(
        failed.length === 0,
        `contract, ${store}, Node ${node}: ${held} hold, ${failed.length} do not ${failed}`,
      )
    }
  }
}

async function kills(store, spec, rounds, server) {
  const every = Math.max(1, Math.floor(rounds / STOPS))
  let stops = 0
  const betweenKills = async (round) => {
    if (store !== 'PostgreSQL' || round % every !== every - 1 || stops === STOPS) return
    stops += 1
    await server.crash()
  }
  const { acknowledged, missing, contradictions } = await killRounds({ spec, rounds, betweenKills })
  const integrity = store === 'SQLite' ? await integrityOf(spec) : 'checked by the server'
  judge(
    missing + contradictions === 0 && (store !== 'SQLite' || integrity === 'ok'),
    `kills, ${store}: ${rounds} rounds, ${stops} immediate stops, ${acknowledged} acknowledged, ${missing} missing, ${contradictions} contradictions, integrity ${integrity}`,
  )
}

async function integrityOf(spec) {
  const { prepareDatabase } = await import('../../packages/online/dist/sqlite/prepare-database.js')
  const database = await prepareDatabase(spec.slice('sqlite:'.length))
  const [row] = database.prepare('PRAGMA integrity_check').all({})
  database.close()
  return String(row?.integrity_check)
}

async function upstream(store, spec, devices) {
  const found = await upstreamRounds({ spec, devices })
  const { kills: killed, minted, issued, differing, unnamed, wronglyNamed } = found
  judge(
    issued === devices && unnamed + wronglyNamed === 0,
    `upstream, ${store}: ${issued} issued under ${killed} kills, ${minted} tokens minted, ${differing} differ, ${unnamed} of them unnamed, ${wronglyNamed} wrongly named`,
  )
}
