// One peer of the bench: issues for a while, or many at once, and prints what it measured as JSON.
import { webcrypto } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { compileFormats, encode, thingpark } from '@claimtag/core'
import { createIssuer, plaintext, randomTokens } from '@claimtag/online'
import { openPeer } from './stores.mjs'

const MS = 1500
const options = JSON.parse(process.argv[2])
const peer = await openPeer(options)
const random = (bytes) => webcrypto.getRandomValues(bytes)
const issuer =
  peer.store &&
  createIssuer({ format: thingpark, tokens: randomTokens(random), store: peer.store, sealer: plaintext })
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

async function one() {
  if (peer.issue) {
    await peer.issue(device())
    return
  }
  const { text, fields } = await issuer.issue(device())
  draw?.(text, fields)
}

// Until the compiler has done its part: a backend runs for months.
await one()
const warm = performance.now() + MS
while (performance.now() < warm) {
  if (options.many) await many(1000)
  else await Promise.all(Array.from({ length: options.callers }, one))
}
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const waits = []
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
delay.disable()
const codeUs = codeMicroseconds()
await peer.close()
waits.sort((a, b) => a - b)
process.stdout.write(
  JSON.stringify({
    perSecond: (done * 1000) / ms,
    cpuUs: (user + system) / done,
    codeUs,
    p50: waits[waits.length >> 1] ?? ms,
    p99: waits[Math.floor(waits.length * 0.99)] ?? ms,
    delayMs: delay.percentile(99) / 1e6,
    rssMib: process.memoryUsage().rss / 2 ** 20,
  }),
)

async function many(length) {
  let issued = 0
  for await (const { ok } of issuer.issueMany(Array.from({ length }, device))) if (ok) issued++
  return issued
}

/** What writing a code and reading it back costs, on this machine and now. */
function codeMicroseconds() {
  const { decode } = compileFormats([thingpark])
  const from = process.cpuUsage()
  for (let i = 0; i < 5000; i++)
    decode(encode({ ...device(), ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark))
  const spent = process.cpuUsage(from)
  return (spent.user + spent.system) / 5000
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
