import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compileFormat, defineFormat } from '@claimtag/core'
import { classicScript } from '../../../.config/classic.mjs'
import { acmeDocument } from './acme.ts'

const acme = JSON.stringify(compileFormat(defineFormat(acmeDocument)))

/** What an app imports, and the most bytes that it may cost, minified and gzipped. */
const BUDGETS: readonly (readonly [what: string, source: string, most: number])[] = [
  ['all formats, strict', "export { createDecoder } from '@claimtag/decoder/strict'", 5_000],
  [
    'all formats, strict, with the English sentences',
    "export { createDecoder, explain } from '@claimtag/decoder/strict'",
    7_000,
  ],
  ['all formats, with recovery', "export { createDecoder } from '@claimtag/decoder'", 8_600],
  [
    'all formats, with recovery and the English sentences',
    "export { createDecoder, explain } from '@claimtag/decoder'",
    11_200,
  ],
  [
    'one format',
    `import { createDecoder } from '@claimtag/decoder/single'; export const { decode } = createDecoder(${acme})`,
    3_450,
  ],
]

/** Packages that no app should get with a decoder, globals that many hosts lack, and what only writes codes. */
const ABSENT = /\b(zod|Buffer|TextDecoder|TextEncoder|atob|process|require|encode|defineFormat)\b/

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@claimtag/source'],
  })
  return outputFiles.map(({ text }) => text).join('')
}

const sizeOf = (text: string): number => gzipSync(text, { level: 9 }).length

test.each(BUDGETS)('%s', async (_, source, most) => {
  const text = await bundle(source)
  expect(sizeOf(text)).toBeLessThanOrEqual(most)
  expect(ABSENT.exec(text)?.[0]).toBeUndefined()
})

test('the script for engines without imports, with all languages', async () => {
  const text = await classicScript()
  expect(sizeOf(text)).toBeLessThanOrEqual(23_500)
  expect(ABSENT.exec(text)?.[0]).toBeUndefined()
})

test('a bundle with the compiler of documents would be found out', async () => {
  const text = await bundle("export { createDecoder, defineFormat } from '@claimtag/decoder/documents'")
  expect(sizeOf(text)).toBeGreaterThan(11_200)
  expect(ABSENT.exec(`${text};defineFormat`)?.[0]).toBe('defineFormat')
})

test('the README has these budgets', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  for (const [, , most] of BUDGETS) expect(readme).toContain(`| ${most.toLocaleString('en')} `)
})
