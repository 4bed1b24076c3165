// Compares the speed of several ways to do one thing, fairly: each peer has a process of its own, is warmed up, and
// takes turns with the others (A B C A B C …), so that other load affects all of them alike. The ratio within a round
// counts, not the absolute rate.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const WORKER = fileURLToPath(new URL('measure/worker.mjs', import.meta.url))

/**
 * A peer is one of
 * - `{ name, module, run }`: `module` is the URL of an .mjs file, `run` the name of an export
 *   `async (argument) => ({ version, run(item) })`; `run` may be async. `argument` is any JSON value.
 * - `{ name, command }`: a long-lived process (`[file, ...arguments]`) that speaks the protocol below.
 * - `{ name, skip }`: not on this machine; `skip` says what is missing.
 *
 * The protocol: the process gets the path of a file with one item a line as its last argument and prints
 * `ready VERSION`; to each line `FROM COUNT` it does COUNT items from number FROM on (around the end of the
 * file) and prints the nanoseconds this took, and if it likes its peak memory in KiB.
 *
 * @param {object} options
 * @param {readonly object[]} options.peers the first is the one the others are compared with
 * @param {readonly string[]} options.items unique inputs, without line breaks
 * @param {number} [options.rounds]
 * @param {number} [options.seconds] how long one peer's turn takes
 * @param {number} [options.warmup] seconds of work before anything counts
 * @param {'wall' | 'cpu'} [options.clock] what a module's turn is timed by: the clock on the wall, or the CPU time
 *   of its process, which does not count what other programs took; commands choose for themselves
 * @returns {Promise<{ name, version, perSecond, ratio: { median, min, max }, memory }[]>} `ratio` is how many
 *   times as long as the first peer it takes; `memory` in MiB, if known; skipped peers are left out
 */
export async function measure({ peers, items, rounds = 15, seconds = 0.1, warmup = 0.7, clock = 'wall' }) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-'))
  const file = join(folder, 'items.txt')
  writeFileSync(file, items.map((item) => `${item}\n`).join(''))
  const runners = []
  try {
    for (const peer of peers) {
      const runner = peer.skip === undefined ? await start(peer, file, clock) : { skip: peer.skip }
      if (runner.skip === undefined) runners.push(runner)
      else process.stdout.write(`${peer.name} skipped: ${runner.skip}\n`)
    }
    for (const runner of runners) runner.count = await calibrate(runner, seconds, warmup)
    const rates = runners.map(() => [])
    for (let round = 0; round < rounds; round++) {
      for (const [i, runner] of runners.entries()) {
        const { ns } = await runner.turn(runner.count)
        rates[i].push((runner.count * 1e9) / ns)
      }
    }
    return runners.map(({ name, version, memory }, i) => ({
      name,
      version,
      perSecond: median(rates[i]),
      ratio: spread(rates[i].map((rate, round) => rates[0][round] / rate)),
      memory: memory(),
    }))
  } finally {
    for (const runner of runners) runner.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Prints one table of results; `unit` names what is counted. */
export function report(title, results, unit = 'symbols') {
  const rows = results.map(({ name, version, perSecond, ratio, memory }, i) => [
    name,
    version,
    Math.round(perSecond).toLocaleString('en'),
    i === 0 ? '1' : `${short(ratio.median)} (${short(ratio.min)}–${short(ratio.max)})`,
    memory === undefined ? '' : `${Math.round(memory)}`,
  ])
  const table = [['', 'version', `${unit}/s`, 'times slower (min–max)', 'MiB'], ...rows]
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  process.stdout.write(
    `\n${title} · one core of ${cpus()[0]?.model.trim()} · Node ${process.versions.node}\n`,
  )
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    process.stdout.write(`  ${cells.join('  ').trimEnd()}\n`)
  }
}

/** Says for each target `{ name, atLeast }` whether the peer of that name was beaten by that factor. */
export function reportTargets(results, targets) {
  for (const { name, atLeast } of targets) {
    const result = results.find((candidate) => candidate.name === name)
    if (result === undefined) continue
    const met = result.ratio.median >= atLeast ? 'met' : 'MISSED'
    process.stdout.write(`  ${met}: ≥ ${atLeast}× ${name}, measured ${short(result.ratio.median)}×\n`)
  }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

function short(ratio) {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)
}

async function start(peer, file, clock) {
  const [command, ...args] = peer.command ?? [
    process.execPath,
    WORKER,
    String(peer.module),
    peer.run,
    JSON.stringify(peer.argument ?? null),
    clock,
  ]
  const child = spawn(command, [...args, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = new Promise((resolve) => {
    child.on('error', (error) => resolve({ done: true, value: error.message }))
  })
  const next = async () => Promise.race([lines.next(), failed])
  const { done, value } = await next()
  if (done || !value.startsWith('ready '))
    return { skip: `${command} does not start${value ? `: ${value}` : ''}` }
  let from = 0
  let memory
  return {
    name: peer.name,
    version: value.slice('ready '.length),
    memory: () => memory,
    stop: () => child.stdin.end(),
    async turn(count) {
      child.stdin.write(`${from} ${count}\n`)
      from += count
      const answer = await next()
      if (answer.done) throw new Error(`${peer.name} ended in the middle of a round`)
      const [ns, kibibytes] = answer.value.split(' ').map(Number)
      if (kibibytes !== undefined) memory = kibibytes / 1024
      return { ns }
    },
  }
}

/** Works for `warmup` seconds and returns how many items take `seconds`. */
async function calibrate(runner, seconds, warmup) {
  let spent = 0
  for (let count = 1; ; count *= 2) {
    const { ns } = await runner.turn(count)
    spent += ns / 1e9
    if (spent >= warmup && (ns / 1e9 >= seconds / 4 || count > 1e6))
      return Math.max(1, Math.round((count * seconds * 1e9) / ns))
  }
}
