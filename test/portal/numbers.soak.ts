import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import { afterAll, describe, expect, test } from 'vitest'
import { hasChromium } from '../camera/chromium.ts'
import { writeClip } from '../camera/clip.ts'
import { photograph } from '../camera/scene.ts'
import { addPhoto, claim, isLive } from './acts.ts'
import { demoLabel, logIn } from './stand.ts'
import { visits } from './visits.ts'

const RUNS = 5
const median = (values: readonly number[]): number =>
  values.slice().sort((a, b) => a - b)[values.length >> 1]!

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

describe.skipIf(!hasChromium())('what was promised in numbers', () => {
  const house = visits()
  const lines: string[] = []
  const note = (what: string, value: string): unknown => lines.push(`  ${what.padEnd(64)}${value}`)
  afterAll(() => void process.stderr.write(`\n${lines.join('\n')}\n`))

  test('sizes, packed', () => {
    const folder = join(house.stand.folder, 'page', 'assets')
    const sizeOf = (pattern: RegExp, isPacked = true): number =>
      readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => readFileSync(join(folder, name)))
        .reduce((sum, bytes) => sum + (isPacked ? gzipSync(bytes, { level: 9 }) : bytes).length, 0)
    const [first, css, fonts] = [sizeOf(/^index.*js$/), sizeOf(/css$/), sizeOf(/woff2$/, false)]
    const worker = sizeOf(/^worker.*js$/)
    note('JavaScript of the first screen', kB(first))
    note('… and of the scanner with decoder and three languages, later', kB(sizeOf(/^scanner.*js$/)))
    note('worker', kB(worker))
    note('styles', kB(css))
    note('fonts', kB(fonts))
    expect(first).toBeLessThan(30_000)
    expect(worker).toBeLessThan(15_000)
    expect(css).toBeLessThan(7000)
    expect(fonts).toBeLessThan(90_000)
  })

  test('from the tap to live, and from a step to the screen', async () => {
    const { page, login } = await house.open()
    await logIn({ page, login })
    const taken: number[] = []
    const shown: number[] = []
    for (let run = 0; run < RUNS; run++) {
      await addPhoto(page, run)
      await page.evaluate(watchSteps)
      await claim(page)
      await isLive(page)
      const { tap, live, steps } = await page.evaluate(() => globalThis.watched)
      taken.push(live - tap)
      const said = house.stand.log
        .map((line) => JSON.parse(line))
        .filter(({ devEui }) => devEui === demoDevices[run]!.devEui)
        .map(({ at }) => Date.parse(at))
      steps.forEach((at, index) => shown.push(at - said[index]!))
      await page.getByRole('button', { name: 'Scan the next device' }).click()
    }
    expect(median(taken)).toBeLessThan(1000)
    expect(median(shown)).toBeLessThan(200)
    note('tap on “Claim and connect” → live, median of 5', `${median(taken)} ms`)
    note('a step is done → seen on the screen, median of 20', `${median(shown)} ms`)
  })

  test('from the first picture to the text, and what scanning costs the page', async () => {
    const views = [{ label: demoLabel(20), pixelsPerModule: 3, turned: 15 }]
    writeClip(house.stand.clip, [photograph(views, { width: 1920, height: 1080 }, { blur: 0.5 })])
    const times: number[] = []
    const { page, login } = await house.open({ before: watchCamera })
    await logIn({ page, login })
    for (let run = 0; run < RUNS; run++) {
      await page.locator('.advice.is-good').waitFor()
      const { running, read } = await page.evaluate(() => globalThis.seen)
      times.push(read - running)
      if (run < RUNS - 1) await page.reload()
    }
    // Chromium's own sum of processor time in scripts of the page's thread, in seconds.
    const chromium = await page.context().newCDPSession(page)
    await chromium.send('Performance.enable', { timeDomain: 'threadTicks' })
    const soFar = async (): Promise<readonly [scripts: number, frames: number, at: number]> => {
      const { metrics } = await chromium.send('Performance.getMetrics')
      const { frames } = await page.evaluate(() => globalThis.seen)
      return [metrics.find(({ name }) => name === 'ScriptDuration')!.value, frames, performance.now()]
    }
    const before = await soFar()
    // Asking the page would be work of its thread, too.
    await sleep(5000)
    const after = await soFar()
    const [scripts, frames, passed] = after.map((value, at) => value - before[at]!) as [
      number,
      number,
      number,
    ]
    const { tasks } = await page.evaluate(() => globalThis.seen)
    note('frames searched in a second, of 20 that the clip has', ((1000 * frames) / passed).toFixed(1))
    note('scripts of the page’s thread, each frame', `${((1000 * scripts) / frames).toFixed(2)} ms`)
    note('camera runs, 1080p, 3 px a module → text, median of 5', `${Math.round(median(times))} ms`)
    note('tasks over 50 ms on the page’s thread in 5 s of scanning', String(tasks))
    expect(median(times)).toBeLessThan(500)
    expect(tasks).toBe(0)
    expect((1000 * scripts) / frames).toBeLessThan(1)
  })
})

declare global {
  var watched: { tap: number; live: number; steps: number[] }
  var seen: { running: number; read: number; tasks: number; frames: number }
}

function watchSteps(): void {
  const times = { tap: 0, live: 0, steps: [] as number[] }
  globalThis.watched = times
  document.addEventListener('submit', () => (times.tap = Date.now()), { capture: true, once: true })
  const observer = new MutationObserver(() => {
    const done = document.querySelectorAll('.steps .is-done').length
    while (times.steps.length < done) times.steps.push(Date.now())
    if (document.querySelector('h1.is-live') !== null) {
      times.live ||= Date.now()
      observer.disconnect()
    }
  })
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
}

function watchCamera(): void {
  const seen = { running: 0, read: 0, tasks: 0, frames: 0 }
  globalThis.seen = seen
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) if (seen.read > 0 && startTime > seen.read) seen.tasks++
  }).observe({ type: 'longtask' })
  const { Worker } = globalThis
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args)
      this.addEventListener('message', ({ data }) => (seen.frames += Number(data.type === 'frame')))
    }
  }
  new MutationObserver(() => {
    if (document.querySelector('.stage.is-running') !== null) seen.running ||= performance.now()
    if (document.querySelector('.advice.is-good') !== null) seen.read ||= performance.now()
  }).observe(document, { subtree: true, childList: true, attributes: true })
}
