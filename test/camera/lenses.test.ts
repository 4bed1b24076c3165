import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lens } from '@claimtag/decoder/camera'
import { drawnCameras, hasChromium, openPage, startChromium } from './chromium.ts'
import { serve, type Site, testSite } from './site.ts'

describe.skipIf(!hasChromium())('a Chromium with two cameras', () => {
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    site = await serve(await testSite())
    browser = await startChromium(...drawnCameras(2))
  })
  afterAll(async () => {
    await browser.close()
    site.close()
  })

  test('changes from one to the other, lets the first go, and remembers the choice', async () => {
    const { page, context, faults } = await openPage(browser, site.address)
    const first = await run(page)
    expect(first.lenses).toHaveLength(2)
    const other = first.lenses.find(({ id }) => id !== first.lens.id)!
    const track = await page.evaluateHandle(
      () => (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!,
    )
    await page.evaluate((lens) => globalThis.page.camera.useLens(lens), other)
    await page.waitForFunction((id) => lensOf() === id, other.id)
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended')
    await page.reload()
    expect((await run(page)).lens).toEqual(other)
    await context.close()
    expect(faults).toEqual([])
  })
})

/** Starts the camera, and waits until its lenses are known. */
async function run(page: Page): Promise<{ readonly lens: Lens; readonly lenses: readonly Lens[] }> {
  await page.evaluate(() => {
    Object.assign(globalThis, {
      lensOf() {
        const { state } = globalThis.page.camera
        return state.name === 'running' && state.lenses.length > 0 ? state.lens?.id : undefined
      },
    })
    globalThis.page.camera.start()
  })
  await page.waitForFunction(() => lensOf() !== undefined)
  return page.evaluate(() => globalThis.page.camera.state as never)
}

/** In the page. */
declare function lensOf(): string | undefined
