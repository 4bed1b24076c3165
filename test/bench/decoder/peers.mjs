// All that makes a record of a text, in the benchmark. `peers` is a file from which packages resolve that were
// installed for it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { zodSchema } from './zod-schema.mjs'

const version = JSON.parse(
  readFileSync(new URL('../../../packages/decoder/package.json', import.meta.url), 'utf8'),
).version

export async function claimtag() {
  const { createDecoder } = await import('@claimtag/decoder')
  return { version, run: createDecoder().decode }
}

export async function strict() {
  const { createDecoder } = await import('@claimtag/decoder/strict')
  return { version, run: createDecoder().decode }
}

export async function single(format) {
  const { createDecoder } = await import('@claimtag/decoder/single')
  const formats = await import('@claimtag/decoder/formats')
  return { version, run: createDecoder(formats[format]).decode }
}

export async function zod(peers) {
  const z = await imported(peers, 'zod')
  const schema = zodSchema(z)
  return { version: versionOf(peers, 'zod'), run: (text) => schema.safeParse(text) }
}

export async function tago(peers) {
  const { Utils } = await imported(peers, '@tago-io/sdk')
  return { version: versionOf(peers, '@tago-io/sdk'), run: Utils.parseLorawanQRCode }
}

function imported(peers, name) {
  return import(pathToFileURL(createRequire(peers).resolve(name)).href)
}

function versionOf(peers, name) {
  return JSON.parse(readFileSync(join(dirname(peers), 'node_modules', name, 'package.json'), 'utf8')).version
}
