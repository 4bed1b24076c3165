// examples/backend under load: `npm run soak -- backend [load] [restart] [SECONDS]`, 60 seconds unless said otherwise.
// load: autocannon on SQLite with bad requests, wrong keys and slow clients mixed in · restart: two instances on
// PostgreSQL are restarted one after the other, again and again, under load. After each, the tokens that were given
// out are looked for in everything that was written.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newApiKey } from '../../examples/backend/dist/index.js'
import { hasPostgres, startPostgres } from '../../packages/online/test/postgres-server.mjs'
import { startInstance, valueIn } from './backend/instance.mjs'
import { badLoad, goodLoad, slowClients } from './backend/load.mjs'
import { rollingRestart } from './backend/rolling-restart.mjs'
import { createSearch, filesIn, memoryOf } from './backend/search.mjs'

const CONNECTIONS = 8
const MOST_P99_MS = 50
/** In bytes: collections come when they come. */
const MOST_GROWTH = 16 * 2 ** 20
const SAMPLE_MS = 500

export async function soak(args) {
  const seconds = Number(args.find((arg) => Number(arg) > 0) ?? 60)
  const named = args.filter((arg) => !(Number(arg) > 0))
  const wanted = (name) => named.length === 0 || named.includes(name)
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-soak-backend-'))
  const { key, line } = newApiKey('soak', ['issue', 'label'])
  writeFileSync(join(folder, 'api.keys'), line)
  writeFileSync(join(folder, 'codes.keys'), `1 ${randomBytes(32).toString('base64')}\n`)
  const env = {
    CLAIMTAG_KEYS_FILE: join(folder, 'codes.keys'),
    CLAIMTAG_API_KEYS_FILE: join(folder, 'api.keys'),
    CLAIMTAG_RATE: '0',
  }
  try {
    if (wanted('load')) await load({ env, key, seconds, folder })
    if (wanted('restart') && hasPostgres()) await restart({ env, key, seconds })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function load({ env, key, seconds, folder }) {
  const search = createSearch(key)
  const instance = await startInstance({ ...env, CLAIMTAG_STORE: join(folder, 'codes.sqlite') })
  const about = { url: instance.url, key, seconds }
  const samples = sampler(instance)
  const [good, bad, slow] = await Promise.all([
    goodLoad({ ...about, connections: CONNECTIONS, onText: (text) => search.add(text) }),
    badLoad(about),
    slowClients(about),
  ])
  const heap = await samples.stop()
  const after = await instance.metrics()
  const cores = instance.scheduled()
  const { latency, requests, non2xx, errors, timeouts } = good
  print(
    `${requests.total} good requests, ${Math.round(requests.average)}/s: p50 ${latency.p50}, p97.5 ${latency.p97_5}, p99 ${latency.p99} ms; ${bad.requests.total} bad ones, ${slow} answers to slow clients`,
  )
  verdict(
    non2xx + errors + timeouts === 0,
    `no good request failed: ${non2xx} refused, ${errors} broken, ${timeouts} late, ${JSON.stringify(good.statusCodeStats)}`,
  )
  const own = bad['5xx'] + bad.errors
  verdict(
    own === 0,
    `bad requests are refused with a 4xx: ${bad['4xx']}, and ${own} failures of the backend's own`,
  )
  verdict(latency.p99 <= MOST_P99_MS, `p99 ≤ ${MOST_P99_MS} ms, measured ${latency.p99} ms`)
  if (cores !== undefined)
    print(
      `  its main thread ran for ${cores.ran.toFixed(1)} s, and for ${cores.waited.toFixed(1)} s other programs had the cores`,
    )
  // After a collection the heap holds what is in use.
  const [early, late] = [1, 2].map((part) =>
    Math.min(...heap.slice((part * heap.length) / 3, ((part + 1) * heap.length) / 3)),
  )
  const rss = mib(valueIn(after, 'process_resident_memory_bytes'))
  verdict(
    late - early <= MOST_GROWTH,
    `the heap does not grow: ${mib(early)} MiB in the second third, ${mib(late)} in the last, ${rss} MiB resident`,
  )
  search.in('metrics', after)
  await instance.stop()
  search.in('log', instance.log())
  for (const [name, bytes] of filesIn(folder)) search.in(name, bytes)
  report(search)
}

async function restart({ env, key, seconds }) {
  const server = await startPostgres()
  const search = createSearch(key)
  try {
    const outcome = await rollingRestart({
      env: { ...env, CLAIMTAG_STORE: server.connectionString, CLAIMTAG_DRAIN_MS: '1500' },
      key,
      seconds,
      onText: (text) => search.add(text),
    })
    print(`${outcome.requests} requests during ${outcome.restarts} restarts of two instances on PostgreSQL`)
    verdict(
      outcome.lost === 0 && outcome.restarts >= 2,
      `no request is lost: ${outcome.lost} were ${outcome.why}`,
    )
    search.in('logs', outcome.logs)
    search.in('metrics', outcome.metrics)
    // What a core dump of the database would hold.
    for (const [name, bytes] of memoryOf(server.folder)) search.in(name, bytes)
    for (const [name, bytes] of filesIn(server.folder)) search.in(name, bytes)
    report(search)
  } finally {
    server.close()
  }
}

/** Asks for the size of the heap again and again. */
function sampler(instance) {
  const sizes = []
  const over = new AbortController()
  async function sample() {
    while (!over.signal.aborted) {
      sizes.push(valueIn(await instance.metrics(), 'nodejs_heap_size_used_bytes'))
      await sleep(SAMPLE_MS)
    }
  }
  const sampling = sample()
  return {
    async stop() {
      over.abort()
      await sampling
      return sizes
    },
  }
}

function report({ tokens, places, found, seen }) {
  print(`  DevEUIs, which are no secret, are seen in ${seen.length} of ${places.length} places`)
  verdict(
    found.length === 0 && tokens() > 0 && seen.length > 0,
    `none of ${tokens()} tokens is in ${places.length} places (${mib(places.reduce((sum, [, size]) => sum + size, 0))} MiB) ${found.join(', ')}`,
  )
}

function mib(bytes) {
  return Math.round(bytes / 2 ** 20)
}

function print(text) {
  process.stdout.write(`${text}\n`)
}

function verdict(isMet, text) {
  print(`  ${isMet ? 'met' : 'MISSED'}: ${text.trimEnd()}`)
  if (!isMet) process.exitCode = 1
}
