import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInContext } from 'node:vm'
import { german } from '@claimtag/decoder/words/de'
import { afterAll, describe, expect, test } from 'vitest'
import { classicScript } from '../../.config/classic.mjs'
import { oldContext } from '../../packages/decoder/test/old-context.ts'
import { hasChromium, startChromium } from '../camera/chromium.ts'
import { hasFirefox, startFirefox } from '../camera/firefox.ts'
import { serve } from '../camera/site.ts'
import { hostCases, verdictScript } from './cases.ts'
import { ENGINES, hasEngine } from './engines.ts'

const docs = new URL('../../packages/decoder/docs/', import.meta.url)
const decoder = await classicScript()
const cases = hostCases()
const script = decoder + verdictScript(cases)
const passed = `${cases.length} vectors passed`

const folder = mkdtempSync(join(tmpdir(), 'claimtag-hosts-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('there are vectors enough, and a wrong answer would be found', () => {
  expect(cases.length).toBeGreaterThan(700)
  const context = oldContext()
  const wrong = cases.map(([text, expected], i) => [text, i === 300 ? '?' : expected] as const)
  runInContext(decoder + verdictScript(wrong), context)
  expect(runInContext('verdict', context)).toContain('"?"] gave ')
})

test('every vector in an empty context, without what came after ECMAScript 2018', () => {
  const context = oldContext()
  runInContext(script, context)
  expect(runInContext('verdict', context)).toBe(passed)
})

describe.each(ENGINES)('every vector in $name', (engine) => {
  test.skipIf(!hasEngine(engine))('gives what it gives here', async () => {
    expect(await engine.verdictOf(script, join(folder, `${engine.name.replace(' ', '-')}.js`))).toBe(passed)
  })
})

/** A page that loads the decoder as an app's WebView would: by a script element. */
async function pageOfDecoder() {
  const type = 'text/javascript'
  const html = '<!doctype html><script src="/claimtag.js"></script><script src="/vectors.js"></script>'
  return serve(
    new Map([
      ['/', { type: 'text/html', body: html }],
      ['/claimtag.js', { type, body: decoder }],
      ['/vectors.js', { type, body: verdictScript(cases) }],
    ]),
  )
}

test.skipIf(!hasChromium())('every vector in Chromium', async () => {
  const [site, browser] = await Promise.all([pageOfDecoder(), startChromium()])
  try {
    const page = await browser.newPage()
    await page.goto(site.address)
    expect(await page.evaluate('globalThis.verdict')).toBe(passed)
  } finally {
    await browser.close()
    site.close()
  }
})

test.skipIf(!hasFirefox())('every vector in Firefox', async () => {
  const [site, firefox] = await Promise.all([pageOfDecoder(), startFirefox()])
  try {
    await firefox.page.open(site.address)
    expect(await firefox.page.evaluate('globalThis.verdict')).toBe(passed)
  } finally {
    await firefox.close()
    site.close()
  }
})

test('the function that the pages for apps give to Swift, Kotlin and Dart reads with it', () => {
  const page = readFileSync(new URL('ios-and-android.md', docs), 'utf8')
  const [, read = ''] = /^```js\n(.*?)^```$/ms.exec(page) ?? []
  const context = oldContext()
  runInContext(decoder + read, context)
  const reading = (...args: readonly string[]): unknown =>
    JSON.parse(runInContext(`read(${args.map((one) => JSON.stringify(one)).join()})`, context) as string)
  expect(reading('0004A310001AAED6')).toMatchObject({ ok: true, record: { devEui: '0004A310001AAED6' } })
  expect(reading('', 'de')).toEqual({
    ok: false,
    kind: 'foreign',
    code: 'empty',
    sentence: german.empty({ kind: 'foreign', code: 'empty' }),
  })
})

test('the script can stand in a page, and in a file of any encoding', () => {
  expect(decoder).not.toMatch(/<\/|<!--|[^\0-\x7f]/)
})

test('the README names every host', () => {
  const readme = readFileSync(new URL('../README.md', docs), 'utf8')
  const rows = readme.split('\n').filter((line) => line.startsWith('|'))
  const hosts = [...ENGINES.map(({ name }) => name), 'Chromium', 'Firefox']
  expect(hosts.filter((name) => !rows.some((row) => row.includes(name)))).toEqual([])
})
