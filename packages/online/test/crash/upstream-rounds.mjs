import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext } from '@claimtag/online'
import { openStore } from './open-store.mjs'
import { startUpstream } from './upstream.mjs'
import { TIME_LIMIT_MS, upstreamSource } from './upstream-source.mjs'

const writer = fileURLToPath(new URL('upstream-writer.mjs', import.meta.url))

/**
 * Two processes, killed again and again, issue codes of devices whose tokens a faulty server mints. In the end every
 * device holds the token that the server holds, or `reconcile` names it.
 *
 * @returns {Promise<import('./upstream-rounds.mjs').Reconciled>}
 */
export async function upstreamRounds({ spec, devices, processes = 2 }) {
  const upstream = await startUpstream(2 * TIME_LIMIT_MS)
  const done = new Set()
  let kills = 0
  try {
    while (done.size < devices) {
      const children = Array.from({ length: processes }, () =>
        start(spec, upstream, firstOf(done), devices, done),
      )
      const before = done.size
      // They get far enough to have something to lose, however slow the machine is.
      while (done.size < Math.min(before + 1, devices) && !children.every(hasEnded)) await sleep(5)
      await Promise.race([
        sleep(300 + Math.random() * 900),
        Promise.all(children.map((child) => ended(child))),
      ])
      for (const child of children) {
        if (hasEnded(child)) continue
        child.kill('SIGKILL')
        kills += 1
      }
      await Promise.all(children.map((child) => ended(child)))
      const failed = children.find(({ exitCode }) => exitCode !== null && exitCode !== 0)
      if (failed !== undefined) throw new Error(`a writer ended with ${failed.exitCode}`)
    }
    // What was on its way gets there.
    await sleep(4 * TIME_LIMIT_MS)
    upstream.state.isFaulty = false
    return { kills, minted: upstream.state.minted, ...(await compare(spec, upstream, done)) }
  } finally {
    upstream.close()
  }
}

async function compare(spec, { address, tokens }, done) {
  const store = await openStore(spec)
  const issuer = createIssuer({
    format: thingpark,
    store,
    sealer: plaintext,
    tokens: upstreamSource(address),
  })
  const named = new Set()
  for await (const { devEui } of issuer.reconcile()) named.add(devEui)
  const differing = new Set()
  for (const devEui of done) {
    const found = await issuer.find(devEui)
    if (found?.record.ownerToken !== tokens.get(devEui)) differing.add(devEui)
  }
  await store.close?.()
  return {
    issued: done.size,
    differing: differing.size,
    unnamed: [...differing].filter((devEui) => !named.has(devEui)).length,
    wronglyNamed: [...named].filter((devEui) => done.has(devEui) && !differing.has(devEui)).length,
  }
}

/** The first device without an acknowledged code. */
function firstOf(done) {
  for (let number = 1; ; number += 1) if (!done.has(nameOf(number))) return number
}

function nameOf(number) {
  return number.toString(16).padStart(16, '0').toUpperCase()
}

function start(spec, { address }, first, last, done) {
  const child = spawn(process.execPath, [writer, spec, address, String(first), String(last)], {
    // Its input ends with this process.
    stdio: ['pipe', 'pipe', 'inherit'],
    execArgv: [],
  })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    for (const line of lines) done.add(line)
  })
  return child
}

function hasEnded({ exitCode, signalCode }) {
  return exitCode !== null || signalCode !== null
}

async function ended(child) {
  if (!hasEnded(child)) await once(child, 'close')
}
