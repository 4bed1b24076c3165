import { openStation, serveStation, type Station } from '@claimtag/line'
import { createDecoder } from '@claimtag/decoder'
import { type SimulatedPrinter, startPrinter } from 'claimtag-example-factory-line'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tmpdir } from 'node:os'
import { hasChromium, startChromium } from '../camera/chromium.ts'
import { look, PHONE, SHOTS } from './look.ts'

const [first, second] = ['70B3D57ED00A0004', '70B3D57ED00A000B']
const codeOf = (devEui: string) => `LW:D0:70B3D57ED0000002:${devEui}:0A1B0042:OAAAAAAAAAAAA`

describe.skipIf(!hasChromium())('the page of a station', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-line-page-'))
  let browser: Browser | undefined
  let station: Station
  let printer: SimulatedPrinter | undefined
  let page: Page
  let close: (() => Promise<void>) | undefined
  const faults: string[] = []

  beforeAll(async () => {
    printer = await startPrinter()
    station = await openStation({
      folder: join(folder, 'station'),
      source: {
        name: 'labels',
        devices: 500,
        find: (devEui) =>
          devEui === first || devEui === second
            ? {
                state: 'found',
                device: { devEui, joinEui: undefined, serialNumber: undefined, columns: {} },
                product: {},
                label: () => Promise.resolve(Buffer.from('^XA^FD1^FS^XZ')),
              }
            : { state: 'unknown' },
        close: () => undefined,
      },
      to: printer.url,
      decoder: createDecoder(),
      operator: 'Ada',
      check: true,
      cartons: { size: 10 },
    })
    const served = await serveStation(station, '127.0.0.1:0', {
      language: 'en',
      onFailed: (error) => faults.push(String(error)),
    })
    browser = await startChromium()
    // The policy of the page would refuse the checker, which is none of its own.
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', viewport: PHONE })
    page = await context.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(served.url)
    close = async () => {
      await served.close()
      await station.close()
    }
  })
  afterAll(async () => {
    await browser?.close()
    await close?.()
    await printer?.close()
    rmSync(folder, { recursive: true })
  })

  const sees = (text: string) => page.locator('#banner', { hasText: text }).waitFor()

  /** As a scanner does that types: wherever the focus is. */
  async function scan(text: string): Promise<void> {
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }

  test('is worked with a scanner and keys alone, in light and dark, on a phone and a desk', async () => {
    await sees('NEXT DEVICE')
    await look(page, 'line-ready')
    await scan('0000000000000001')
    await sees('NO LABEL')
    await scan(first)
    await sees('SCAN LABEL')
    expect(await page.locator('#short').textContent()).toBe('0004')
    await look(page, 'line-check')
    await scan(codeOf(second))
    await sees(`That is ${second}, and not ${first}`)
    expect(await page.title()).toBe('✗ WRONG LABEL – Label station')
    await look(page, 'line-stop')
    await scan(codeOf(first))
    await sees('GOOD')
    await look(page, 'line-good')
    await page.keyboard.press('F3')
    expect(await page.locator('#prompt').textContent()).toBe(`Spoilt ${first}: What is wrong with it?`)
    await scan('stuck askew')
    await sees('is spoilt')
    await page.keyboard.press('F7')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Totals' }).click()
    await page.getByRole('row', { name: 'mix-ups caught 1 1' }).waitFor()
    await look(page, 'line-totals')
    expect(station.view()).toMatchObject({ operator: 'Ada', shift: { labelled: 1, voided: 1, mixUps: 1 } })
    expect(faults).toEqual([])
  })

  test.each([
    ['de', 'VERDORBEN', 'Nachdruck'],
    ['fr', 'GÂCHÉE', 'Réimprimer'],
    ['zh', '作废', '重新打印'],
  ])('speaks %s, and says so to a screen reader', async (language, said, key) => {
    await page.selectOption('#language', language)
    await page.getByRole('button', { name: key }).waitFor()
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe(language)
    expect((await page.getByRole('status').textContent())?.toUpperCase()).toContain(said)
    const status = page.getByRole('status')
    expect(await status.getAttribute('aria-live')).toBe('assertive')
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `line-${language}.png`) })
  })

  test('a station that does not answer is said so, in place of what it said last', async () => {
    await page.route('**/events**', (route) => route.abort())
    await page.selectOption('#language', 'en')
    await sees('未连接')
    expect(await page.locator('#short').textContent()).toBe('')
    expect(await page.title()).toContain('未连接')
  })
})
