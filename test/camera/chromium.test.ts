import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePng } from '@claimtag/label/png'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { allowCamera, clipCamera, hasChromium, openPage, startChromium } from './chromium.ts'
import { writeClip } from './clip.ts'
import { labelOf, photograph, symbolOf, type View } from './scene.ts'
import { serve, type Site, testSite } from './site.ts'

const HD = { width: 1280, height: 720 }
const FULL_HD = { width: 1920, height: 1080 }
const LABEL = labelOf(4)

describe.skipIf(!hasChromium())('in Chromium, under a strict policy with Trusted Types', () => {
  let folder: string
  let clip: string
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-camera-'))
    clip = join(folder, 'clip.y4m')
    const photo = encodePng(LABEL.bitmap, { dpi: 300 })
    site = await serve(new Map([...(await testSite()), ['/label.png', { type: 'image/png', body: photo }]]))
    browser = await startChromium(...clipCamera(clip))
  })
  afterAll(async () => {
    await browser.close()
    site.close()
    await rm(folder, { recursive: true })
  })

  /** Lets the camera see this, from the next time on that it is opened. */
  function show(views: readonly View[], size = HD): void {
    writeClip(clip, [photograph(views, size, { blur: 0.6 })])
  }

  interface Opening {
    readonly path?: string
    readonly isAllowed?: boolean
    readonly before?: () => void
    /** What the page may say of faults. */
    readonly faults?: RegExp
  }

  async function open({ path = '/', faults: known = /^$/, ...options }: Opening = {}) {
    const opened = await openPage(browser, `${site.address}${path}`, options)
    onTestFinished(async () => {
      await opened.context.close()
      expect(opened.faults.filter((fault) => !known.test(fault))).toEqual([])
    })
    return { ...opened, start: () => opened.page.evaluate(() => globalThis.page.camera.start()) }
  }

  test('a label is read within the first frames, where it is', async () => {
    show([{ label: LABEL, pixelsPerModule: 3, turned: 17, tilted: 15, axis: 40 }], FULL_HD)
    const { page, start } = await open()
    await start()
    await codes(page, 1)
    const [code] = await codes(page, 1)
    expect(code).toMatchObject({ text: LABEL.text, code: 'thingpark' })
    // The first is enough; a busy machine may have shown a part of one.
    expect(code?.frame).toBeLessThanOrEqual(3)
    expect(await states(page)).toEqual(['starting', 'running'])
    const corners = await page.evaluate(() => globalThis.page.corners[0]!)
    const middle = { x: mean(corners.map(({ x }) => x)), y: mean(corners.map(({ y }) => y)) }
    expect(Math.hypot(middle.x - 960, middle.y - 540)).toBeLessThan(12)
  })

  test('six labels in one frame are all read, and one printed twice is told once', async () => {
    const six = Array.from({ length: 6 }, (_, n) => labelOf(n))
    const views = [...six, six[0]!].map((label, i) => ({
      label,
      pixelsPerModule: 3,
      at: { x: 700 + 175 * (i % 4) - (i > 3 ? 0 : 0), y: 330 + 230 * (i >> 2) },
      turned: 90,
    }))
    show(views, FULL_HD)
    const { page, start } = await open()
    await start()
    const seen = await codes(page, 6)
    expect(seen.map(({ text }) => text).sort()).toEqual(six.map(({ text }) => text).sort())
  })

  test('codes that mean harm, or are not ours, are told and change nothing', async () => {
    const texts = [
      'javascript:alert(document.cookie)',
      '<img src=x onerror=alert(1)>',
      'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABB\u0000\u202e',
      `LW:D0:${'A'.repeat(1500)}`,
      'WIFI:T:WPA;S:guest;P:secret;;',
    ]
    const size = { width: 1080, height: 1080 }
    const views = texts.map((text, i) => ({
      label: symbolOf(text),
      pixelsPerModule: text.length > 1000 ? 2.6 : 3,
      at: text.length > 1000 ? { x: 540, y: 640 } : { x: 290 + 160 * (i > 3 ? 3 : i), y: 270 },
    }))
    show(views, size)
    const { page, start } = await open()
    const before = await page.content()
    await start()
    const seen = await codes(page, texts.length)
    expect(seen.map(({ text }) => text).sort()).toEqual([...texts].sort())
    expect(seen.every(({ code }) => code !== 'thingpark')).toBe(true)
    expect([page.url(), await page.content()]).toEqual([`${site.address}/`, before])
  })

  test('a page without the permission is refused, and starts by itself once it has it', async () => {
    show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, context, start } = await open({ isAllowed: false })
    await start()
    expect(await states(page, 'refused')).toEqual(['starting', 'refused'])
    await allowCamera(context, site.address, true)
    expect(await states(page)).toEqual(['starting', 'refused', 'starting', 'running'])
    // Taken back: the browser ends the stream, and would ask anew.
    await context.clearPermissions()
    expect((await states(page, 'asleep')).at(-1)).toBe('asleep')
  })

  test('a page whose policy forbids cameras says so', async () => {
    const { page, start } = await open({ path: '/without-camera', faults: /[Pp]ermissions policy/ })
    await start()
    expect(await states(page, 'refused-by-page-policy')).toEqual(['starting', 'refused-by-page-policy'])
  })

  test('without a camera it says so, and takes one that comes', async () => {
    rmSync(clip)
    const { page, start } = await open()
    await start()
    expect(await states(page, 'no-camera')).toEqual(['starting', 'no-camera'])
    show([{ label: LABEL, pixelsPerModule: 4 }])
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')))
    expect(await codes(page, 1)).toMatchObject([{ text: LABEL.text }])
  })

  test('a camera that is in use elsewhere says so, and starts when it is free', async () => {
    show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, start } = await open({
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
    show([{ label: LABEL, pixelsPerModule: 4 }])
    const { page, start } = await open()
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

  test('light and zoom are those of the camera, where it has them', async () => {
    const { page, start } = await open({
      before: () => {
        const told: MediaTrackConstraintSet[] = []
        Object.assign(globalThis, { told })
        MediaDevices.prototype.getUserMedia = async () => {
          const canvas = document.createElement('canvas')
          const context = canvas.getContext('2d')!
          setInterval(() => context.fillRect(0, 0, Math.random(), 1), 20)
          const stream = canvas.captureStream(20)
          const [track] = stream.getVideoTracks()
          Object.assign(track!, {
            getCapabilities: () => ({ torch: true, zoom: { min: 1, max: 5 }, focusMode: ['continuous'] }),
            applyConstraints: async ({ advanced }: MediaTrackConstraints) => void told.push(...advanced!),
          })
          return stream
        }
      },
    })
    await start()
    await states(page)
    const seen = await page.evaluate(async () => {
      const { camera } = globalThis.page
      await camera.setTorch(true)
      await camera.setZoom(2)
      return [camera.state, (globalThis as unknown as { told: unknown }).told]
    })
    expect(seen).toMatchObject([
      { name: 'running', torch: true, zoom: { factor: 2, most: 5, by: 'lens' } },
      [
        { focusMode: 'continuous' },
        { focusMode: 'continuous', torch: true },
        { focusMode: 'continuous', torch: true, zoom: 2 },
      ],
    ])
  })

  test('without a lens for it, 2 × is a smaller window, in which the code is still read', async () => {
    show([{ label: LABEL, pixelsPerModule: 2 }])
    const { page, start } = await open()
    await start()
    await codes(page, 1)
    await page.evaluate(() => globalThis.page.camera.setZoom(2))
    expect(await page.evaluate(() => globalThis.page.camera.state)).toMatchObject({
      zoom: { factor: 2, by: 'window' },
    })
    // The frame that was under way belongs to the window before.
    const frames = await page.evaluate(() => globalThis.page.frames.length + 1)
    await page.waitForFunction(
      (from) => globalThis.page.frames.slice(from).some(({ texts }) => texts > 0),
      frames,
    )
  })

  test('a browser without VideoFrame is read through a canvas', async () => {
    show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await open({ before: () => Reflect.deleteProperty(globalThis, 'VideoFrame') })
    await start()
    expect(await codes(page, 1)).toMatchObject([{ text: LABEL.text }])
  })

  test('a browser that hides pixels is told from one that sees nothing, and a photo reads there', async () => {
    show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await open({
      before: () => {
        Reflect.deleteProperty(globalThis, 'VideoFrame')
        CanvasRenderingContext2D.prototype.getImageData = (
          _x: number,
          _y: number,
          width: number,
          height: number,
        ) =>
          new ImageData(
            Uint8ClampedArray.from({ length: 4 * width * height }, () => Math.random() * 256),
            width,
            height,
          )
      },
    })
    await start()
    expect(await states(page, 'pixels-hidden')).toEqual(['starting', 'pixels-hidden'])
    const read = await page.evaluate(async () => {
      const photo = await (await fetch('/label.png')).blob()
      return (await globalThis.page.camera.readPhoto(photo)).map(({ text }) => text)
    })
    expect(read).toEqual([LABEL.text])
  })

  test.each([
    ['a worker that is not there', '/?worker=/missing.js', { code: 'worker-failed' }],
    ['a worker of another origin', '/?worker=https://example.com/worker.js', { code: 'worker-failed' }],
    ['a reader that is not there', '/?wasm=/missing.wasm', { code: 'wasm-not-loaded', status: 404 }],
    ['a reader that is something else', '/?wasm=/main.js', { code: 'wasm-refused' }],
  ])('%s is a fault of the page, and says so', async (_, path, issue) => {
    show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await open({ path, faults: /404|script/ })
    await start()
    await states(page, 'reader-failed')
    expect(await page.evaluate(() => globalThis.page.camera.state)).toEqual({ name: 'reader-failed', issue })
  })

  test('the policy is a strict one: scripts of other sources, and addresses as plain text, are refused', async () => {
    const { page, faults } = await open({ faults: /Trusted|Content Security Policy/ })
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

/** The codes that were seen, when there are so many. */
async function codes(page: Page, count: number) {
  await page.waitForFunction((least) => globalThis.page.codes.length >= least, count)
  return page.evaluate(() => globalThis.page.codes)
}

/** Waits for a state, and gives the names of all that there were. */
async function states(page: Page, until = 'running'): Promise<readonly string[]> {
  await page.waitForFunction((name) => globalThis.page.camera.state.name === name, until)
  const all = await page.evaluate(() => globalThis.page.states)
  return all.map(({ name }) => name).filter((name, i, names) => name !== names[i - 1])
}

/** Pages of a headless Chromium are never hidden, whatever lies over them: tells this one that it is. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}
