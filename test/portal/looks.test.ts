import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from '../camera/chromium.ts'
import { addPhoto, claim, isLive, paste, sees, toScan } from './acts.ts'
import { demoLabel, logIn, openPortalStand, type OpenPortal, type PortalStand } from './stand.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PHONE = { width: 360, height: 640 }
const DESK = { width: 1280, height: 860 }
const ALL_LOOKS = [
  { colorScheme: 'light', viewport: PHONE },
  { colorScheme: 'dark', viewport: PHONE },
  { colorScheme: 'light', viewport: DESK },
  { colorScheme: 'dark', viewport: DESK },
] as const
/** The suite looks at each screen in one way, in turn; `npm run soak -- portal` in every one. */
const IN_TURN = process.env['CLAIMTAG_SOAK'] === 'portal' ? undefined : [ALL_LOOKS[0], ALL_LOOKS[3]]
let looked = 0

describe.skipIf(!hasChromium())('every screen of the portal', () => {
  let stand: PortalStand | undefined
  let opened: OpenPortal
  let page: Page
  beforeAll(async () => {
    stand = await openPortalStand()
    stand.show({ label: demoLabel(59), pixelsPerModule: 0.2 })
    // The policy of the page would refuse the checker, which is none of its own.
    opened = await stand.open({ options: { bypassCSP: true, reducedMotion: 'reduce' } })
    ;({ page } = opened)
  })
  afterAll(() => stand?.close())

  /** Looks at the screen as it is now, light and dark, small and large. */
  async function look(name: string): Promise<void> {
    const looks = IN_TURN === undefined ? ALL_LOOKS : [IN_TURN[looked++ % 2] ?? ALL_LOOKS[0]]
    for (const { colorScheme, viewport } of looks) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(AXE)
      const where = `${name}, ${colorScheme}, ${viewport.width}`
      expect([where, await page.evaluate(faults)]).toEqual([where, []])
    }
    await page.setViewportSize({ width: 320, height: 568 })
    // What is shown depends on the width, which the page hears of a moment later.
    await page
      .waitForFunction(() => document.documentElement.scrollWidth <= innerWidth, undefined, { timeout: 5000 })
      .catch(() => {
        throw new Error(`${name} is wider than 320`)
      })
    await page.setViewportSize(PHONE)
  }

  test('has nothing that axe finds, large targets, one heading, and its main key in sight at 360 × 640', async () => {
    await page.locator('.login').waitFor()
    await look('login')
    await page.getByRole('button', { name: 'Log in' }).click()
    await sees(page, 'Fill in every field.')
    await look('login, refused')
    await logIn(opened)
    await page.locator('.keys').waitFor()
    await look('scan')
    await paste(page, 'WIFI:T:WPA;S:guest;P:secret;;')
    await sees(page, /Wi-Fi/)
    await look('scan, a foreign code')
    await page.getByRole('button', { name: 'Devices' }).filter({ visible: true }).click()
    await look('no devices')
    await page.getByRole('button', { name: 'Account' }).filter({ visible: true }).click()
    await look('account')
    await toScan(page)
    await page.getByRole('button', { name: 'Type', exact: true }).click()
    await look('typing')
    await page.keyboard.press('Escape')
    for (const at of [0, 1]) await addPhoto(page, at)
    await look('scan, two in the tray')
    await page.locator('.actions .main').click()
    await look('review of two')
    await page.getByRole('button', { name: `Remove ${demoDevices[1]!.devEui}` }).click()
    await look('review')
    stand?.demo.simulator.inject('network-server', { kind: 'status', status: 500 })
    await page.locator('.actions .main').click()
    await sees(page, /We try again/)
    await look('trying again')
    stand?.demo.simulator.inject('application-server', { kind: 'status', status: 401 }, 2)
    await page.getByRole('button', { name: 'Try again now' }).click()
    await sees(page, 'Busit did not accept the account. Check it, and log in again.')
    await look('stopped')
    await page.getByRole('button', { name: 'Try again now' }).click()
    await isLive(page)
    await look('live')
    stand?.demo.simulator.inject('network-server', { kind: 'delay', milliseconds: 12_000 })
    await page.getByRole('button', { name: 'Scan the next device' }).click()
    await addPhoto(page, 2)
    await claim(page)
    await page.locator('.steps .is-running').waitFor()
    await look('on the way')
    await page.getByRole('button', { name: 'Devices' }).click()
    await page.locator('.list').waitFor()
    await look('devices')
    await page.getByRole('button', { name: 'Account' }).filter({ visible: true }).click()
    await page.locator('select').selectOption('fr')
    await sees(page, 'Se déconnecter')
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    await look('account, French')
  })
})

/** What axe finds, and what it cannot know: the size of targets, headings, the main key. Runs in the page. */
async function faults(): Promise<readonly string[]> {
  const { axe } = globalThis as unknown as { readonly axe: Axe }
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
  )
  const controls = [
    ...document.querySelectorAll('button, select, input:not([type=radio], [type=checkbox]), .choice'),
  ]
  const small = controls.filter((one) => {
    const { width, height } = one.getBoundingClientRect()
    return one.checkVisibility() && width > 1 && Math.min(height, width) < 43.5
  })
  found.push(...small.map((one) => `small: ${one.outerHTML.slice(0, 120)}`))
  const headings = document.querySelectorAll('h1').length
  if (headings !== 1) found.push(`${headings} h1`)
  const main = document.querySelector('.actions .main')
  if (main !== null && innerWidth < 900 && main.getBoundingClientRect().bottom > innerHeight)
    found.push('the main key is out of sight')
  if (main !== null && main.getBoundingClientRect().height < 51.5) found.push('the main key is low')
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the window')
  return found
}

interface Axe {
  run(
    root: Document,
    options: object,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string
      readonly nodes: readonly { readonly html: string }[]
    }[]
  }>
}
