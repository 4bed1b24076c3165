import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import type { Page } from 'playwright-core'
import { paste } from './acts.ts'
import { demoLabel, logIn, type OpenPortal, openPortalStand, photoOf, type PortalStand } from './stand.ts'

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 860 } }
const SCHEMES = ['light', 'dark'] as const

/** Writes a screenshot of every screen, on a phone and on a desk, light and dark, and gives their paths. */
export async function drawGallery(folder: string, wanted?: RegExp): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const stand = await openPortalStand()
  const paths: string[] = []
  let next = 0
  try {
    for (const [device, viewport] of Object.entries(SIZES))
      for (const colorScheme of SCHEMES) {
        if (wanted !== undefined && !wanted.test(`${device}-${colorScheme}`)) continue
        const first = next
        next += 5
        const options = { viewport, colorScheme, deviceScaleFactor: 2, reducedMotion: 'reduce' as const }
        const opened = await stand.open({ options })
        const { page, context } = opened
        const shoot = async (name: string): Promise<void> => {
          await page.evaluate(() => document.fonts.ready)
          const path = join(folder, `${name}-${device}-${colorScheme}.png`)
          await page.screenshot({ path })
          paths.push(path)
        }
        await walk(stand, opened, first, shoot)
        // Or its devices would be tried again meanwhile, and take faults that are meant for the next one's.
        await page.evaluate(() =>
          fetch('/api/logout', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-claimtag': '1' },
            body: '{}',
          }),
        )
        await context.close()
      }
  } finally {
    await stand.close()
  }
  return paths
}

async function walk(
  stand: PortalStand,
  opened: OpenPortal,
  first: number,
  shoot: (name: string) => Promise<void>,
): Promise<void> {
  const eui = (at: number): string => demoDevices[first + at]!.devEui
  const { page } = opened
  const { simulator } = stand.demo
  await page.waitForSelector('.login')
  await shoot('login')
  await page.click('button[type=submit]')
  await page.waitForSelector('.note')
  await shoot('login-missing')
  await page.evaluate(() => history.replaceState(null, '', '/devices'))
  await page.reload()
  await logIn(opened)
  await page.waitForSelector('.empty, .list')
  await shoot('devices-empty')
  stand.show({ label: demoLabel(first), pixelsPerModule: 5, turned: 12 })
  await page.click('.tabs:visible button:first-child')
  await page.waitForSelector('.tray .tag')
  await page.waitForSelector('.advice.is-good')
  await shoot('scan')
  const input = page.locator('input.file')
  for (const at of [1, 2])
    await input.setInputFiles({
      name: 'a.png',
      mimeType: 'image/png',
      buffer: photoOf(demoLabel(first + at)),
    })
  await page.waitForFunction(() => document.querySelectorAll('.tray .tag').length === 3)
  await paste(page, 'MT:YNJV7VSC00CMVH7SR00')
  await page.waitForSelector('.advice.is-bad')
  await shoot('scan-foreign')
  await page.click('.actions .main')
  await page.waitForSelector('.choices')
  await shoot('review-three')
  await page.click(`[aria-label="Remove ${eui(1)}"]`)
  await page.click(`[aria-label="Remove ${eui(2)}"]`)
  await page.waitForSelector('.tag dl')
  await shoot('review')

  simulator.inject('network-server', { kind: 'delay', milliseconds: 4000 })
  await page.click('.actions .main')
  await page.waitForSelector('.steps li:nth-child(3).is-running')
  await shoot('progress')
  await page.waitForSelector('h1.is-live')
  await shoot('live')

  await add(page, first + 3)
  simulator.inject('claim', { kind: 'status', status: 403 })
  await page.click('.actions .main')
  await page.waitForSelector('.note.is-fail')
  await shoot('stopped')
  await add(page, first + 4)
  simulator.inject('network-server', { kind: 'status', status: 500 })
  await page.click('.actions .main')
  await page.waitForSelector('.note.is-warn')
  await shoot('waiting')
  await page.click('.actions .quiet')
  await page.waitForSelector('.list')
  await shoot('devices')
  await page.click('.tabs:visible button:last-child')
  await page.waitForSelector('.panel')
  await shoot('account')
  await page.click('.tabs:visible button:first-child')
  await page.waitForSelector('.keys')
  await page.click('.keys button:last-of-type')
  await page.waitForSelector('dialog[open]')
  await shoot('type')
}

/** To the review of one device, by a photo. */
async function add(page: Page, index: number): Promise<void> {
  await page.goto(new URL('/', page.url()).href)
  await page.waitForSelector('.keys')
  // What the camera sees is not wanted now.
  await page.waitForFunction(() => document.querySelector('.stage.is-running'))
  await page
    .locator('input.file')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: photoOf(demoLabel(index)) })
  await page.waitForSelector('.tray .tag')
  await page.click('.actions .main')
  await page.waitForSelector('.choices')
}
