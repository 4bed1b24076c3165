import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { beforeAll, expect, test } from 'vitest'
import { decode, encode, thingpark, type builtInFormats, type ClaimtagError } from '@claimtag/core'

type Core = {
  readonly builtInFormats: typeof builtInFormats
  readonly encode: typeof encode
  readonly decode: typeof decode
  readonly thingpark: typeof thingpark
  readonly ClaimtagError: typeof ClaimtagError
}

const device = {
  devEui: '0004A310001AAED6',
  joinEui: '70B3D57ED0000000',
  ownerToken: 'ABEiM0RVZneImaq7zN3u/w==',
}
let code = ''

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'core',
    target: 'es2022',
    platform: 'neutral',
  })
  code = outputFiles.map(({ text }) => text).join('')
})

/** A context with the language and nothing else: what Hermes and JavaScriptCore have in common. */
function bare(): Core {
  const context = createContext(Object.create(null) as object)
  // V8 brings a console of its own even here.
  runInContext('delete globalThis.console', context)
  const absent = [
    'Buffer',
    'process',
    'TextDecoder',
    'TextEncoder',
    'atob',
    'btoa',
    'URL',
    'console',
    'crypto',
    'fetch',
  ]
  for (const name of absent) {
    if (runInContext(`typeof ${name}`, context) !== 'undefined') throw new Error(`${name} is there`)
  }
  runInContext(code, context)
  return runInContext('core', context) as Core
}

test('reads and writes alike where there is nothing but the language', () => {
  const core = bare()
  const text = core.encode(device, core.thingpark)
  expect(text).toBe(encode(device, thingpark))
  for (const one of [text, text.slice(1), `${text}Ä`, 'https://example.org', '']) {
    expect(JSON.stringify(core.decode(one, core.builtInFormats))).toBe(
      JSON.stringify(decode(one, core.builtInFormats)),
    )
  }
  expect(() => core.encode({ devEui: '' }, core.thingpark)).toThrow(/is missing/)
})

test('loading it does nothing: an app that uses one thing of it gets little more', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { crc16Modbus } from './index.ts'",
      resolveDir: fileURLToPath(new URL('../src', import.meta.url)),
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'neutral',
  })
  expect(outputFiles.map(({ text }) => text).join('').length).toBeLessThan(600)
})
