// Record to text and back, and the time to refuse a text. One process; the best of several rounds counts, since other
// load can only add time.
import { createHash } from 'node:crypto'
import { builtInFormats, compileFormats, defineFormat, encode, thingpark, tr005 } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'

const COUNT = 20_000
const ROUNDS = 7

function device(i) {
  const bytes = createHash('sha256').update(`device ${i}`).digest()
  return {
    devEui: bytes.toString('hex', 0, 8).toUpperCase(),
    joinEui: '70B3D57ED0000000',
    ownerToken: bytes.toString('base64', 16, 32),
    serialNumber: `26W47-${String(i).padStart(5, '0')}`,
  }
}

/** `npm run bench -- core` */
export async function bench() {
  const devices = Array.from({ length: COUNT }, (_, i) => device(i))
  const texts = devices.map((one) => encode(one, thingpark))
  const damaged = texts.map((text) => text.replace('70B3D5', '70B3D6'))
  const all = compileFormats(builtInFormats)
  const alone = compileFormats([thingpark])
  report('encode, thingpark', devices, (one) => encode(one, thingpark).length > 0)
  report('decode, all built-in formats', texts, (text) => all.decode(text).ok)
  report('decode, thingpark alone', texts, (text) => alone.decode(text).ok)
  report('refuse, checksum wrong', damaged, (text) => !all.decode(text).ok)
  const acme = { ...tr005.document, id: 'acme', match: { vendorId: 'AABB' } }
  const own = Array.from({ length: 20 }, () => defineFormat(acme))
  report('make a decoder', Array.from({ length: 200 }), () => createDecoder().formats.length > 0)
  report('make one with a format of its own', own, (one) => createDecoder([one]).formats.length > 0)
}

function report(name, items, run) {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    for (const item of items) if (!run(item)) throw new Error(`${name} went wrong`)
    best = Math.min(best, performance.now() - start)
  }
  const each = (best * 1000) / items.length
  process.stdout.write(
    `${name.padEnd(36)}${each.toFixed(1).padStart(8)} µs ${Math.round(1e6 / each).toLocaleString('en')}/s\n`,
  )
}
