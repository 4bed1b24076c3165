import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { encodeQr } from '@claimtag/qr'; globalThis.encodeQr = encodeQr",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    conditions: ['@claimtag/source'],
    write: false,
  })
  return outputFiles[0]!.text
}

test('a bundle that only encodes is at most 5.3 KiB, minified and gzipped, the sentences of its errors among them', async () => {
  const code = await bundle()
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(5.3 * 1024)
  expect(code).not.toMatch(/qrcode/)
})

test('the encoder runs where there is nothing but the language', async () => {
  const context = createContext(Object.create(null) as object)
  // Node's debugger puts a console into every context.
  runInContext('delete globalThis.console', context)
  runInContext(await bundle(), context)
  const names = runInContext(
    '[typeof console, typeof TextEncoder, typeof Buffer, typeof process].join()',
    context,
  )
  expect(names).toBe('undefined,undefined,undefined,undefined')
  const drawn: unknown = runInContext(
    "['LW:D0:1122334455667788', 'é', 'a'.repeat(2900)].map((text) => encodeQr(text, { errorCorrection: 'L' }).version).join()",
    context,
  )
  expect(drawn).toBe('1,1,40')
})
