import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clipCamera, hasChromium, openPage, startChromium } from './chromium.ts'
import { writeClip } from './clip.ts'
import { labelOf, photograph } from './scene.ts'
import { serve, testSite } from './site.ts'

export interface PageMeasure {
  /** Milliseconds from the first picture to the first text. */
  readonly firstText: number
  readonly framesPerSecond: number
  /** Milliseconds a frame. */
  readonly workerMs: number
  /** Milliseconds; tasks under 50 are not told by the browser and count as 0. */
  readonly longestTask: number
}

/** Opens a page so many times, and scans for three seconds each time; undefined without a Chromium. */
export async function measurePages(times: number): Promise<readonly PageMeasure[] | undefined> {
  if (!hasChromium()) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'claimtag-bench-'))
  const clip = join(folder, 'clip.y4m')
  const view = { label: labelOf(4), pixelsPerModule: 3, turned: 17, tilted: 10, axis: 40 }
  const frames = [1, 2, 3, 4, 5].map((seed) =>
    photograph([view], { width: 1920, height: 1080 }, { blur: 0.6, noise: 3, seed }),
  )
  writeClip(clip, frames)
  const site = await serve(await testSite())
  const browser = await startChromium(...clipCamera(clip))
  try {
    const measures: PageMeasure[] = []
    for (let i = 0; i < times; i++) {
      const { page, context } = await openPage(browser, site.address)
      measures.push(await page.evaluate(scan))
      await context.close()
    }
    return measures
  } finally {
    await browser.close()
    site.close()
    await rm(folder, { recursive: true })
  }
}

/** In the page. The person takes a second to answer the browser, in which the reader is made ready. */
async function scan(): Promise<PageMeasure> {
  const { page, setTimeout } = globalThis
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds))
  await wait(1000)
  let longestTask = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration)
  }).observe({ entryTypes: ['longtask'] })
  page.camera.start()
  while (page.codes.length === 0) await wait(5)
  const [before, from] = [page.frames.length, performance.now()]
  await wait(3000)
  const searched = page.frames.slice(before)
  return {
    firstText: page.codes[0]!.at - page.startedAt!,
    framesPerSecond: (1000 * searched.length) / (performance.now() - from),
    workerMs: searched.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / searched.length,
    longestTask,
  }
}
