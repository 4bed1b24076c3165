// Texts to records: this decoder against a schema of the same grammar and the parser of an IoT platform's kit; and what
// each of them adds to an app, beside the codec of another kind of device code.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { encode, thingpark, tr005 } from '@claimtag/core'
import { build } from 'esbuild'
import { installed } from './measure/installed.mjs'
import { measure, report, reportTargets } from './measure.mjs'

const PEERS = { '@matter/types': '0.17.9', '@tago-io/sdk': '12.3.1', zod: '4.6.7' }
const module = new URL('decoder/peers.mjs', import.meta.url)
const COUNT = 20_000
/** What an app with the schema would bundle: of zod, the functions that the schema calls. */
const ZOD_APP = `import { object, string } from 'zod'; import { zodSchema } from './zod-schema.mjs'
export const schema = zodSchema({ object, string })`

/** With all formats, however many, no slower than a schema of one. */
const TARGETS = [{ name: 'zod, TR005 alone', atLeast: 1 }]

/** `npm run bench -- decoder [speed] [sizes]`: both, or only those named. */
export async function bench(only) {
  const wanted = (key) => only.length === 0 || only.includes(key)
  const peers = installed(PEERS)
  if (wanted('speed')) await speed(peers)
  if (wanted('sizes')) await sizes(peers)
}

const own = (name, run, argument) => ({ name, module, run, argument })

async function speed(peers) {
  const other = (name, run) =>
    peers === undefined ? { name, skip: 'npm could not install it' } : { name, module, run, argument: peers }
  const standard = [
    own('claimtag, all formats', 'claimtag'),
    own('claimtag, strict, all formats', 'strict'),
    own('claimtag, TR005 alone', 'single', 'tr005'),
    other('zod, TR005 alone', 'zod'),
    other('@tago-io/sdk, no checks', 'tago'),
  ]
  const items = texts(tr005)
  const results = await measure({ peers: standard, items, clock: 'cpu' })
  report('TR005 with all elements, read', results, 'texts')
  reportTargets(results, TARGETS)
  const marked = [standard[0], standard[1], own('claimtag, thingpark alone', 'single', 'thingpark')]
  report('thingpark, read', await measure({ peers: marked, items: texts(thingpark), clock: 'cpu' }), 'texts')
  const damaged = items.map((text) => text.replace('70B3D5', '70B3D6'))
  const refused = await measure({ peers: standard.slice(0, 4), items: damaged, clock: 'cpu' })
  report('TR005 with a digit changed, refused', refused, 'texts')
}

function texts(format) {
  return Array.from({ length: COUNT }, (_, i) => {
    const bytes = createHash('sha256').update(`device ${i}`).digest()
    const fields = {
      devEui: bytes.toString('hex', 0, 8).toUpperCase().replace(/^./, '0').replace(/^(.)./, '$10'),
      joinEui: '70B3D57ED0000000',
      vendorId: 'AABB',
      vendorProfileId: '1122',
      ownerToken:
        format === tr005 ? bytes.toString('hex', 16, 32).toUpperCase() : bytes.toString('base64', 16, 32),
      serialNumber: `26W47-${String(i).padStart(5, '0')}`,
    }
    return encode(fields, format)
  })
}

async function sizes(peers) {
  const here = fileURLToPath(new URL('decoder/', import.meta.url))
  const rows = [
    [
      'claimtag, one format',
      here,
      "export { createDecoder } from '@claimtag/decoder/single'; export { tr005 } from '@claimtag/decoder/formats'",
    ],
    ['claimtag, all formats, strict', here, "export { createDecoder } from '@claimtag/decoder/strict'"],
    ['claimtag, all formats, with recovery', here, "export { createDecoder } from '@claimtag/decoder'"],
    ['… and the English sentences', here, "export { createDecoder, explain } from '@claimtag/decoder'"],
    [
      'claimtag, with the compiler of documents',
      here,
      "export { createDecoder } from '@claimtag/decoder/documents'",
    ],
  ]
  if (peers === undefined) process.stdout.write('other sizes skipped: npm could not install their packages\n')
  else
    rows.push(
      [
        "@matter/types, codec of Matter's pairing codes",
        peers,
        "export { QrPairingCodeCodec, ManualPairingCodeCodec } from '@matter/types/schema'",
      ],
      [
        '@tago-io/sdk, its parser',
        peers,
        "import { Utils } from '@tago-io/sdk'; export const { parseLorawanQRCode } = Utils",
      ],
      ['zod, schema of TR005', here, ZOD_APP],
    )
  process.stdout.write('\nwhat an app gets, minified and gzipped, bytes\n')
  for (const [name, folder, contents] of rows) {
    process.stdout.write(`  ${name.padEnd(50)}${(await sizeOf(contents, folder, peers)).padStart(9)}\n`)
  }
}

async function sizeOf(contents, folder, peers) {
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder.replace(/[^/\\]*$/, '') },
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'node',
      nodePaths: peers === undefined ? [] : [`${peers.replace(/[^/\\]*$/, '')}node_modules`],
      logLevel: 'silent',
    })
    return gzipSync(outputFiles[0].contents, { level: 9 }).length.toLocaleString('en')
  } catch (error) {
    return `failed: ${String(error).split('\n')[1] ?? error}`
  }
}
