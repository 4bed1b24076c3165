// One peer of the bench: issues for a while, or many at once, and prints what it measured as JSON.
import { webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { compileFormats, encode, thingpark } from '@claimtag/core'
import { createIssuer, createSealer, plaintext, randomTokens } from '@claimtag/online'
import { openPeer } from './stores.mjs'

const MS = 1500
const WARM_US = 2_500_000
const options = JSON.parse(process.argv[2])
const peer = await openPeer(options)
const random = (bytes) => webcrypto.getRandomValues(bytes)
const sealer = options.isSealed
  ? createSealer({ keys: [{ id: '1', key: random(new Uint8Array(32)) }] })
  : plaintext
const tokens = randomTokens(random)
const issuer = peer.store && createIssuer({ format: thingpark, tokens, store: peer.store, sealer })
const base = Buffer.from(random(new Uint8Array(4)))
  .toString('hex')
  .toUpperCase()
let count = 0
const device = () => ({
  devEui: base + (count++).toString(16).toUpperCase().padStart(8, '0'),
  joinEui: '70B3D57ED0000002',
  serialNumber: `26W47-${count}`,
})
const draw = options.png ? await drawer() : undefined

/** As long as those that are issued, and made beforehand. */
const SEALED = random(new Uint8Array(240))

/** A code for the store alone. */
function ready() {
  const { devEui, joinEui, serialNumber } = device()
  const about = { format: 'thingpark', version: 1, status: 'issued', keyId: '1', sealed: SEALED }
  return { key: { realm: '', devEui }, code: { device: { devEui, joinEui, serialNumber }, ...about } }
}

async function one() {
  if (options.isAlone) {
    const { key, code } = ready()
    await peer.store.insert(key, code, 'bench')
    return
  }
  if (peer.issue) {
    await peer.issue(device())
    return
  }
  const { text, fields } = await issuer.issue(device())
  draw?.(text, fields)
}

// Until the compiler has done its part: a backend runs for months. In CPU time, since others may have the cores.
await one()
while (process.cpuUsage().user < WARM_US) {
  if (options.many) await many(1000)
  else await Promise.all(Array.from({ length: options.callers }, one))
}
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const waits = []
const main = mainThreadMicroseconds()
const cpu = process.cpuUsage()
const begun = performance.now()
let done = 0
if (options.many) {
  done = await many(options.many)
} else {
  const end = begun + MS
  await Promise.all(
    Array.from({ length: options.callers }, async () => {
      while (performance.now() < end) {
        const from = performance.now()
        await one()
        waits.push(performance.now() - from)
        done++
      }
    }),
  )
}
const ms = performance.now() - begun
const { user, system } = process.cpuUsage(cpu)
const mainUs = (mainThreadMicroseconds() - main) / done
delay.disable()
const codeUs = codeMicroseconds()
await peer.close()
waits.sort((a, b) => a - b)
process.stdout.write(
  JSON.stringify({
    perSecond: (done * 1000) / ms,
    cpuUs: (user + system) / done,
    mainUs,
    codeUs,
    p50: waits[waits.length >> 1] ?? ms,
    p99: waits[Math.floor(waits.length * 0.99)] ?? ms,
    delayMs: delay.percentile(99) / 1e6,
    rssMib: process.memoryUsage().rss / 2 ** 20,
  }),
)

async function many(length) {
  if (options.isAlone) return manyAlone(length)
  let issued = 0
  for await (const { ok } of issuer.issueMany(Array.from({ length }, device))) if (ok) issued++
  return issued
}

/** In chunks as large as those of `issueMany`, of which the next one is sent while one is written. */
async function manyAlone(length) {
  let written = 0
  let before
  for (let left = length; left > 0; left -= 500) {
    const chunk = Array.from({ length: Math.min(500, left) }, ready)
    const now = peer.store.insertMany(chunk, 'bench').then((answers) => {
      written += answers.filter(({ isOurs }) => isOurs).length
    })
    await before
    before = now
  }
  await before
  return written
}

/** What writing a code and reading it back costs, on this machine and now, when the compiler has done its part. */
function codeMicroseconds() {
  const { decode } = compileFormats([thingpark])
  const write = (times) => {
    for (let i = 0; i < times; i++)
      decode(encode({ ...device(), ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark))
  }
  write(5000)
  const from = process.cpuUsage()
  write(5000)
  const spent = process.cpuUsage(from)
  return (spent.user + spent.system) / 5000
}

/** CPU time of the event loop's thread alone. Linux tells it; elsewhere the process's time stands for it. */
function mainThreadMicroseconds() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000
  } catch {
    const used = process.cpuUsage()
    return used.user + used.system
  }
}

async function drawer() {
  const { createLabeller, defaultTemplate } = await import('@claimtag/label')
  const { createPngEncoder } = await import('@claimtag/label/png')
  const labeller = createLabeller(defaultTemplate, { dpi: 300 })
  const png = createPngEncoder()
  return (text, fields) => {
    const placed = labeller.place(text, fields)
    return png.encode(labeller.draw(text, fields), placed)
  }
}
