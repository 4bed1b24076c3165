import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allowCamera, hasChromium } from './chromium.ts'
import { codes, LABEL, openStand, type Stand, states } from './stand.ts'

describe.skipIf(!hasChromium())('what a page in Chromium is told of its camera', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await openStand()
  })
  afterAll(() => stand.close())

  test('a page without the permission is refused, and starts by itself once it has it', async () => {
    stand.show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, context, start } = await stand.open({ isAllowed: false })
    await start()
    expect(await states(page, 'refused')).toEqual(['starting', 'refused'])
    await allowCamera(context, stand.address, true)
    expect(await states(page)).toEqual(['starting', 'refused', 'starting', 'running'])
    // Taken back: the browser ends the stream, and would ask anew.
    await context.clearPermissions()
    expect((await states(page, 'asleep')).at(-1)).toBe('asleep')
  })

  test('a page whose policy forbids cameras says so', async () => {
    const { page, start } = await stand.open({ path: '/without-camera', faults: /[Pp]ermissions policy/ })
    await start()
    expect(await states(page, 'refused-by-page-policy')).toEqual(['starting', 'refused-by-page-policy'])
  })

  test('without a camera it says so, and takes one that comes', async () => {
    rmSync(stand.clip)
    const { page, start } = await stand.open()
    await start()
    expect(await states(page, 'no-camera')).toEqual(['starting', 'no-camera'])
    stand.show([{ label: LABEL, pixelsPerModule: 4 }])
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')))
    expect(await codes(page, 1)).toMatchObject([{ text: LABEL.text }])
  })

  test('a camera that is in use elsewhere says so, and starts when it is free', async () => {
    stand.show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, start } = await stand.open({
      before: () => {
        Object.assign(navigator.mediaDevices, {
          async getUserMedia() {
            Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia')
            throw new DOMException('Could not start video source', 'NotReadableError')
          },
        })
      },
    })
    await start()
    expect(await states(page, 'in-use')).toEqual(['starting', 'in-use'])
    await start()
    expect(await codes(page, 1)).toMatchObject([{ text: LABEL.text }])
  })

  test('a hidden page lets the camera go, and takes it up again when it is shown', async () => {
    stand.show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, start } = await stand.open()
    await start()
    await codes(page, 1)
    const track = await page.evaluateHandle(
      () => (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!,
    )
    await setHidden(page, true)
    expect(await states(page, 'asleep')).toEqual(['starting', 'running', 'asleep'])
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended')
    await setHidden(page, false)
    expect((await states(page)).slice(-2)).toEqual(['starting', 'running'])
  })

  test.each([
    ['a worker that is not there', '/?worker=/missing.js', { code: 'worker-failed' }],
    ['a worker of another origin', '/?worker=https://example.com/worker.js', { code: 'worker-failed' }],
    ['a reader that is not there', '/?wasm=/missing.wasm', { code: 'wasm-not-loaded', status: 404 }],
    ['a reader that is something else', '/?wasm=/main.js', { code: 'wasm-refused' }],
  ])('%s is a fault of the page, and says so', async (_, path, issue) => {
    stand.show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await stand.open({ path, faults: /404|script/ })
    await start()
    await states(page, 'reader-failed')
    expect(await page.evaluate(() => globalThis.page.camera.state)).toEqual({ name: 'reader-failed', issue })
  })

  test('the policy is a strict one: scripts of other sources, and addresses as plain text, are refused', async () => {
    const { page, faults } = await stand.open({ faults: /Trusted|Content Security Policy/ })
    const refused = await page.evaluate(() => {
      try {
        return typeof new Worker('/worker.js')
      } catch (error) {
        return (error as Error).name
      }
    })
    expect([refused, faults.some((fault) => fault.includes('Trusted'))]).toEqual(['TypeError', true])
  })
})

/** Pages of a headless Chromium are never hidden, whatever lies over them: tells this one that it is. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}
