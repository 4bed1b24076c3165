import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from './chromium.ts'
import { labelOf, symbolOf } from './scene.ts'
import { codes, FULL_HD, LABEL, openStand, type Stand, states } from './stand.ts'

describe.skipIf(!hasChromium())('a camera in Chromium', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await openStand()
  })
  afterAll(() => stand.close())

  test('a label is read within the first frames, where it is', async () => {
    stand.show([{ label: LABEL, pixelsPerModule: 3, turned: 17, tilted: 15, axis: 40 }], FULL_HD)
    const { page, start } = await stand.open()
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
    stand.show(views, FULL_HD)
    const { page, start } = await stand.open()
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
    stand.show(views, size)
    const { page, start } = await stand.open()
    const before = await page.content()
    await start()
    const seen = await codes(page, texts.length)
    expect(seen.map(({ text }) => text).sort()).toEqual([...texts].sort())
    expect(seen.every(({ code }) => code !== 'thingpark')).toBe(true)
    expect([page.url(), await page.content()]).toEqual([`${stand.address}/`, before])
  })

  test('light and zoom are those of the camera, where it has them', async () => {
    const { page, start } = await stand.open({
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
    stand.show([{ label: LABEL, pixelsPerModule: 2 }])
    const { page, start } = await stand.open()
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
    stand.show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await stand.open({
      before: () => Reflect.deleteProperty(globalThis, 'VideoFrame'),
    })
    await start()
    expect(await codes(page, 1)).toMatchObject([{ text: LABEL.text }])
  })

  test('a browser that hides pixels is told from one that sees nothing, and a photo reads there', async () => {
    stand.show([{ label: LABEL, pixelsPerModule: 3 }])
    const { page, start } = await stand.open({
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
})

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}
