import { memoryQueue, memoryRates } from '@claimtag/provisioning/queue'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveFleet } from '../../packages/cli/src/fleet/serve-fleet.ts'
import { devEuiOf } from '../../packages/provisioning/test/batch/fleet.ts'
import { hasChromium, startChromium } from '../camera/chromium.ts'
import { look, PHONE } from '../line/look.ts'

const SERVER = 'https://tpe.example.com'

describe.skipIf(!hasChromium())('the page of a fleet', () => {
  const queue = memoryQueue()
  const rates = memoryRates()
  const faults: string[] = []
  let isAway = false
  let held: Promise<void> | undefined
  let browser: Browser | undefined
  let page: Page
  let close: (() => Promise<void>) | undefined

  beforeAll(async () => {
    const devices = Array.from({ length: 90 }, (_, index) => devEuiOf(index))
    const choice = { routingProfileId: 'busit' }
    await queue.add(devices.map((devEui) => ({ devEui, record: '1.c2VhbGVk', choice, priority: 100 })))
    const claims = await queue.claim({ holder: 'worker', leaseMs: 600_000, most: 70 })
    const failure = { ok: false, retryable: false, step: 'claim', server: 'join-server' } as const
    for (const [index, claim] of claims.entries()) {
      const { devEui } = claim
      if (index < 55) await queue.bury(claim, { ...failure, devEui, code: 'claim-refused' } as never)
      else if (index < 65) await queue.finish(claim)
    }
    await rates.take({ server: SERVER, everyMs: 1, most: 1 })
    const counts: typeof queue.counts = () => (isAway ? Promise.reject(new Error('away')) : queue.counts())
    const list: typeof queue.list = (asked) => Promise.resolve(held).then(() => queue.list(asked))
    const served = await serveFleet({ queue: { ...queue, counts, list }, rates }, '127.0.0.1:0', {
      realm: 'tenant-1',
      mayExpose: false,
    })
    close = () => served.close()
    browser = await startChromium()
    // The policy of the page would refuse the checker, which is none of its own.
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', viewport: PHONE })
    page = await context.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto(served.url)
  })
  afterAll(async () => {
    await browser?.close()
    await close?.()
  })

  const sees = (text: string) => page.getByText(text).first().waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  test('shows what a queue does, and steers it, in light and dark, on a phone and a desk', async () => {
    await sees('Running')
    await sees('20')
    expect(await page.locator('#rows tr').count()).toBe(50)
    await look(page, 'fleet-running', true)
    await press(`Try again ${devEuiOf(3)}`)
    await sees(`${devEuiOf(3)} will be tried again.`)
    await press('Next')
    await page.waitForFunction(`document.querySelectorAll('#rows tr').length === 4`)
    await rates.block(SERVER, 3_600_000)
    await press('Pause')
    await sees('Workers end what they hold, and take nothing.')
    await sees('left alone for 60 minutes')
    expect(await queue.mode()).toBe('paused')
    await look(page, 'fleet-paused', true)
    await press('Resume')
    await sees('Workers take what is due.')
    await press('Drain')
    await sees('Nothing is added any more')
    expect(await queue.mode()).toBe('draining')
    await press('Try all dead again')
    await sees('54 devices will be tried again.')
    expect((await queue.counts()).dead).toBe(0)
    await page.selectOption('#state', 'active')
    await page.waitForFunction(`document.querySelectorAll('#rows tr').length === 5`)
    // Asked at once, and not when two seconds are over.
    isAway = true
    await page.selectOption('#state', 'waiting')
    await sees('The queue does not answer, or refuses. It is asked again.')
    await look(page, 'fleet-away', true)
    isAway = false
    await page.selectOption('#state', 'dead')
    await sees('Draining')
    expect(faults).toEqual([])
  })

  test('waits for a queue that is slow, and then shows what it says', async () => {
    let looks = 0
    page.on('request', (request) => (looks += request.url().endsWith('/look') ? 1 : 0))
    // What the page asks that is left counts for nothing.
    page.on('framenavigated', () => (looks = 0))
    let release: (() => void) | undefined
    held = new Promise((resolve) => (release = resolve))
    await page.clock.install()
    await page.reload()
    await sees('Asking the queue')
    await page.clock.runFor(9000)
    expect(looks).toBe(1)
    release?.()
    await sees('Draining')
    await page.clock.runFor(2000)
    expect(looks).toBe(2)
  })
})
