import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePng } from '@claimtag/label/png'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { clipCamera, type OpenPage, openPage, startChromium } from './chromium.ts'
import { writeClip } from './clip.ts'
import { labelOf, photograph, type View } from './scene.ts'
import { serve, testSite } from './site.ts'

/** The label of most tests; a photo of it is at `/label.png`. */
export const LABEL = labelOf(4)
export const FULL_HD = { width: 1920, height: 1080 }
const HD = { width: 1280, height: 720 }

interface Opening {
  readonly path?: string
  readonly isAllowed?: boolean
  /** Runs in the page before its own scripts. */
  readonly before?: () => void
  /** What the page may say of faults; nothing when left out. */
  readonly faults?: RegExp
}

/** A Chromium whose camera sees what it is shown, and the page of `page/main.ts`. */
export interface Stand {
  readonly address: string
  /** The file that the camera shows, from the next time on that it is opened. */
  readonly clip: string
  readonly show: (views: readonly View[], size?: { readonly width: number; readonly height: number }) => void
  /** A page of its own, which is closed with the test, and must have had no other faults by then. */
  readonly open: (opening?: Opening) => Promise<OpenPage & { readonly start: () => Promise<void> }>
  readonly close: () => Promise<void>
}

export async function openStand(): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'claimtag-camera-'))
  const clip = join(folder, 'clip.y4m')
  const photo = encodePng(LABEL.bitmap, { dpi: 300 })
  const site = await serve(
    new Map([...(await testSite()), ['/label.png', { type: 'image/png', body: photo }]]),
  )
  const browser = await startChromium(...clipCamera(clip))
  return {
    address: site.address,
    clip,
    show: (views, size = HD) => writeClip(clip, [photograph(views, size, { blur: 0.6 })]),
    async open({ path = '/', faults: known = /^$/, ...options } = {}) {
      const opened = await openPage(browser, `${site.address}${path}`, options)
      onTestFinished(async () => {
        await opened.context.close()
        expect(opened.faults.filter((fault) => !known.test(fault))).toEqual([])
      })
      return { ...opened, start: () => opened.page.evaluate(() => globalThis.page.camera.start()) }
    },
    async close() {
      await browser.close()
      site.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The codes that were seen, when there are so many. */
export async function codes(page: Page, count: number) {
  await page.waitForFunction((least) => globalThis.page.codes.length >= least, count)
  return page.evaluate(() => globalThis.page.codes)
}

/** Waits for a state, and gives the names of all that there were. */
export async function states(page: Page, until = 'running'): Promise<readonly string[]> {
  await page.waitForFunction((name) => globalThis.page.camera.state.name === name, until)
  const all = await page.evaluate(() => globalThis.page.states)
  return all.map(({ name }) => name).filter((name, i, names) => name !== names[i - 1])
}
