import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext } from '@claimtag/online'
import { openStore } from './open-store.mjs'

const writer = fileURLToPath(new URL('writer.mjs', import.meta.url))

/** The least number of new codes in a round. */
const LEAST = 12

/**
 * Kills processes that issue codes for the same devices at the same time, and checks the store. Runs the built files.
 *
 * @returns {Promise<{acknowledged: number, missing: number, contradictions: number}>}
 */
export async function killRounds({
  spec,
  rounds,
  processes = 2,
  devices = 1_000_000,
  betweenKills = async () => {},
}) {
  /** Acknowledged codes: DevEUI to the digest of its text. */
  const said = new Map()
  let contradictions = 0
  for (let round = 0; round < rounds; round += 1) {
    // All processes of a round, and the next round too, ask for the same devices: one code each.
    const first = Math.max(1, said.size - 200)
    const running = Array.from({ length: processes }, () => start(spec, first, first + devices))
    for (const { lines } of running) {
      lines.push = (...more) => {
        for (const line of more) contradictions += note(said, line)
        return 0
      }
    }
    await Promise.all(running.map(({ begun }) => begun))
    // However slow the machine is, each round has something to lose.
    const before = said.size
    while (said.size < before + LEAST && running.some(({ child }) => child.exitCode === null)) await sleep(5)
    await sleep(Math.random() * 240)
    await betweenKills(round)
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
  }
  return { acknowledged: said.size, contradictions, missing: await countMissing(spec, said) }
}

function note(said, line) {
  const [devEui, digest] = line.split(' ')
  // A line that the kill cut short was not acknowledged.
  if (digest?.length !== 16) return 0
  const before = said.get(devEui) ?? digest
  said.set(devEui, before)
  return before === digest ? 0 : 1
}

function start(spec, first, last) {
  const child = spawn(process.execPath, [writer, spec, String(first), String(last)], {
    // Its input ends with this process.
    stdio: ['pipe', 'pipe', 'pipe'],
    execArgv: [],
  })
  const lines = []
  let rest = ''
  let wake
  const begun = new Promise((resolve) => (wake = resolve))
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop()
    if (parts.length > 0) wake()
    lines.push(...parts)
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (chunk) => (errors += chunk))
  const ended = once(child, 'close').then(([code]) => {
    wake()
    if (code !== null && code !== 0) throw new Error(`a writer ended with ${code}: ${errors.slice(0, 2000)}`)
  })
  return { child, begun, ended, lines }
}

async function countMissing(spec, said) {
  const store = await openStore(spec)
  const issuer = createIssuer({ format: thingpark, store, sealer: plaintext, tokens: noTokens })
  let missing = 0
  for (const [devEui, digest] of said) {
    const found = await issuer.issue({ devEui, joinEui: '70B3D57ED0000002' }).catch(() => undefined)
    const text = found?.text ?? ''
    if (createHash('sha256').update(text).digest('hex').slice(0, 16) !== digest) missing += 1
  }
  await store.close?.()
  return missing
}

function noTokens() {
  throw new Error('the code is not there')
}
