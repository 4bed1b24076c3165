import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileFormat, defineFormat } from '@claimtag/core'
import { classicScript } from '../../../.config/classic.mjs'
import { acmeDocument } from './acme.ts'
import { bundle, sizeOf, sizeOfPart } from './bundle.ts'

const acme = JSON.stringify(compileFormat(defineFormat(acmeDocument)))
const DECODER = "export { createDecoder } from '@claimtag/decoder'"
const explained = (language: string): string =>
  `${DECODER}; export { explain } from '@claimtag/decoder/words/${language}'`

/** What an app imports, by what the README calls it. */
const IMPORTS: Readonly<Record<string, string>> = {
  '`@claimtag/decoder/single` with a format of five elements': `import { createDecoder } from '@claimtag/decoder/single'; export const { decode } = createDecoder(${acme})`,
  '`@claimtag/decoder/strict`': "export { createDecoder } from '@claimtag/decoder/strict'",
  '… and its `explain`': "export { createDecoder, explain } from '@claimtag/decoder/strict'",
  '`@claimtag/decoder`, which puts up with what people scan': DECODER,
  '… and the `explain` of `words/en`': explained('en'),
  '… of `words/fr`': explained('fr'),
  '… of `words/de`': explained('de'),
  '… of `words/es`': explained('es'),
  '… of `words/zh`': explained('zh'),
}

/** What `@claimtag/decoder` consists of. */
const PARTS: Readonly<Record<string, RegExp>> = {
  'reading one format: frame, values, checksum, what is wrong':
    /core\/src\/(read\/(read|read-value|read-text|result|weight)|value\/.*)\.ts$/,
  'the 13 built-in formats': /src\/formats\.ts$/,
  'which of several formats has read a code; white space':
    /src\/(read\/(reader|read-formats|narrower|clean)|decoder|strict-decoder)\.ts$/,
  'naming other codes: Matter, Wi-Fi, GS1 …': /foreign-code\.ts$/,
  'scanners, sentences, addresses, wrapped lines, full width':
    /text\/(steps|edited|tolerant|proof|frame|full-width|limits|keyless)\.ts$/,
  'named fields: `DevEui: …`, JSON': /text\/(labelled|written-eui)\.ts$/,
  keyboards: /text\/keyboard\.ts$/,
  'doubts: templates, group addresses': /text\/doubt\.ts$/,
}

/** Packages that no app should get with a decoder, globals that many hosts lack, and what only writes codes. */
const ABSENT = /\b(zod|Buffer|TextDecoder|TextEncoder|atob|process|require|encode|defineFormat)\b/

/** Whatever the README promises. */
const MOST: Readonly<Record<string, number>> = {
  '`@claimtag/decoder/strict`': 5_000,
  '… and its `explain`': 7_000,
}

/** A figure of the README is a promise: at most so many bytes, and not many less. */
const STEP = 50
const readme = new URL('../README.md', import.meta.url)

function holds(row: string, size: number): void {
  const text = readFileSync(readme, 'utf8')
  const line = text.split('\n').find((one) => one.startsWith(`| ${row} `)) ?? ''
  const cell = line.split('|').at(-2) ?? ''
  if (process.env['UPDATE_SIZES'] === '1') {
    const figure = (Math.ceil(size / STEP) * STEP).toLocaleString('en')
    const put = line.replace(new RegExp(`${cell}\\|$`), ` ${figure}`.padEnd(cell.length) + '|')
    writeFileSync(readme, text.replace(line, put))
    return
  }
  const figure = Number(cell.replace(',', ''))
  expect(size).toBeLessThanOrEqual(figure)
  // Where it is far from it, UPDATE_SIZES=1 puts a lower figure into the README.
  expect(size).toBeGreaterThan(figure - 3 * STEP)
}

test.each(Object.entries(IMPORTS))('%s', async (row, source) => {
  const { text } = await bundle(source)
  expect(ABSENT.exec(text)?.[0]).toBeUndefined()
  holds(row, sizeOf(text))
  expect(sizeOf(text)).toBeLessThanOrEqual(MOST[row] ?? Infinity)
})

test('what the decoder consists of', async () => {
  const whole = await bundle(DECODER)
  const files = new Set(whole.origins.filter((path) => /\/src\//.test(path)))
  const parts = Object.entries(PARTS)
  const owners = [...files].map((path) => parts.filter(([, pattern]) => pattern.test(path)).length)
  expect(owners).toEqual(owners.map(() => 1))
  for (const [row, pattern] of parts)
    holds(
      row,
      sizeOfPart(whole, (path) => pattern.test(path)),
    )
})

test('an app with one language carries no other', async () => {
  const words = { en: /another code/, fr: /autre code/, de: /anderen Code/, es: /otro código/, zh: /其他/ }
  for (const language of Object.keys(words)) {
    const { text } = await bundle(explained(language))
    const carried = Object.entries(words).filter(([, pattern]) => pattern.test(text))
    expect(carried.map(([name]) => name)).toEqual([language])
  }
})

test('the script for engines without imports, with all languages', async () => {
  const text = await classicScript()
  expect(sizeOf(text)).toBeLessThanOrEqual(23_500)
  expect(ABSENT.exec(text)?.[0]).toBeUndefined()
})

test('a bundle with the compiler of documents would be found out', async () => {
  const { text } = await bundle("export { createDecoder, defineFormat } from '@claimtag/decoder/documents'")
  expect(sizeOf(text)).toBeGreaterThan(11_200)
  expect(ABSENT.exec(`${text};defineFormat`)?.[0]).toBe('defineFormat')
})
