import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { allowCamera, hasChromium } from '../camera/chromium.ts'
import { writeClip } from '../camera/clip.ts'
import { photograph } from '../camera/scene.ts'
import { addPhoto, claim, focused, isLive, sees, tabTo } from './acts.ts'
import { demoLabel, logIn } from './stand.ts'
import { OF_NETWORK, showNothing, visits } from './visits.ts'

describe.skipIf(!hasChromium())('the camera, the keyboard and what the browser refuses', () => {
  const house = visits()
  beforeEach(() => showNothing(house.stand))

  test('refused and later allowed, it starts by itself', async () => {
    const { page, login, context } = await house.open({ isAllowed: false })
    await logIn({ page, login })
    await sees(page, /The camera is blocked for this page/)
    await allowCamera(context, house.stand.demo.address, true)
    await page.locator('.stage.is-running').waitFor()
  })

  test('without a camera, in use elsewhere, and with hidden pixels, it says so and a photo is read', async () => {
    rmSync(house.stand.clip)
    const none = await house.open()
    await logIn(none)
    await sees(none.page, 'There is no camera here. Choose a photo, or type the code.')
    await addPhoto(none.page, 0)

    showNothing(house.stand)
    const used = await house.open({ before: cameraInUse })
    await logIn(used)
    await sees(used.page, 'Another program uses the camera. Close it, then start the camera again.')
    await used.page.getByRole('button', { name: 'Start the camera' }).click()
    await used.page.locator('.stage.is-running').waitFor()

    const hidden = await house.open({ before: noisyPixels })
    await logIn(hidden)
    await sees(hidden.page, /This browser hides the pixels of the camera/)
    await addPhoto(hidden.page, 0)
  })

  test('a camera that shows nothing any more is said to sleep, and one key wakes it', async () => {
    const { page, login } = await house.open({ before: cameraThatStalls })
    await logIn({ page, login })
    await page.locator('.stage.is-running').waitFor()
    await page.evaluate(() => (globalThis.isStalled = true))
    await sees(page, 'The camera went to sleep. Wake it.')
    await page.evaluate(() => (globalThis.isStalled = false))
    await page.getByRole('button', { name: 'Wake the camera' }).click()
    await page.locator('.stage.is-running').waitFor()
  })

  test('six labels in one picture are six devices, and one answer does for all', async () => {
    const views = Array.from({ length: 6 }, (_, at) => ({
      label: demoLabel(30 + at),
      pixelsPerModule: 3,
      at: { x: 320 + 640 * (at % 3), y: 270 + 540 * Math.floor(at / 3) },
    }))
    writeClip(house.stand.clip, [photograph(views, { width: 1920, height: 1080 }, { blur: 0.5 })])
    const { page, login } = await house.open()
    await logIn({ page, login })
    await page.getByRole('button', { name: 'Go on with 6 devices' }).click()
    await sees(page, 'Where should their data go?')
    await page.getByRole('button', { name: 'Claim and connect 6' }).click()
    await sees(page, '6 live, 0 on the way, 0 stopped')
  })

  test('the camera goes off with the page and with the screen, and comes back', async () => {
    house.stand.show({ label: demoLabel(1), pixelsPerModule: 4 })
    const { page, login } = await house.open()
    await logIn({ page, login })
    await page.locator('.tray li').waitFor()
    const track = await page.evaluateHandle(
      () => (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!,
    )
    await page.evaluate(setHidden, true)
    await expect.poll(() => track.evaluate(({ readyState }) => readyState)).toBe('ended')
    await page.evaluate(setHidden, false)
    await page.locator('.stage.is-running').waitFor()
    const again = await page.evaluateHandle(
      () => (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!,
    )
    await page.locator('.actions .main').click()
    await page.locator('.choices').waitFor()
    expect(await again.evaluate(({ readyState }) => readyState)).toBe('ended')
    // Back on the screen, the same label in view does not make a second device.
    await page.goBack()
    await sees(page, 'Already scanned: 1001.')
    expect(await page.locator('.tray li').count()).toBe(1)
  })

  test('light and zoom are keys where the camera has them', async () => {
    const { page, login } = await house.open({ before: cameraWithLight })
    await logIn({ page, login })
    const light = page.getByRole('button', { name: 'Light' })
    await light.click()
    await expect.poll(() => light.getAttribute('aria-pressed')).toBe('true')
    const closer = page.getByRole('button', { name: '2×' })
    await closer.click()
    await expect.poll(() => closer.getAttribute('aria-pressed')).toBe('true')
    expect(await page.evaluate(() => globalThis.applied)).toEqual({ torch: true, zoom: 2 })
  })

  test('a keyboard alone goes from the login to a live device, and the focus follows the screens', async () => {
    const { page, login } = await house.open({ isAllowed: false })
    await page.locator('input[name=clientId]').focus()
    for (const value of Object.values(login)) {
      await page.keyboard.type(value)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.locator('.keys').waitFor()
    await addPhoto(page, 2)
    await sees(page, 'Device 1002 was read.')
    await tabTo(page, 'Go on with 1 device')
    await page.keyboard.press('Enter')
    await page.locator('.choices').waitFor()
    await expect.poll(() => focused(page)).toBe('Is this your device?')
    await tabTo(page, 'Claim and connect')
    await page.keyboard.press('Enter')
    await isLive(page)
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/Live|Busit/)
  })

  test('two minutes before the session ends it is said, and one key prolongs it', async () => {
    const { page, login } = await house.open({ path: '/account' })
    await logIn({ page, login })
    await page.locator('.panel').first().waitFor()
    await page.evaluate(() => {
      const { now } = Date
      Date.now = () => now() + 28.5 * 60_000
    })
    await page.getByRole('button', { name: 'Stay logged in' }).click()
    await page.evaluate(() => {
      const { now } = Date
      Date.now = () => now() - 28.5 * 60_000
    })
    await expect.poll(() => page.getByRole('button', { name: 'Stay logged in' }).count()).toBe(0)
  })

  test('a key that no longer opens what it sealed asks for the code again', async () => {
    const { page, login } = await house.open()
    await logIn({ page, login })
    await addPhoto(page, 3)
    await page.evaluate(loseKey)
    await page.reload()
    await page.getByRole('button', { name: 'Devices' }).filter({ visible: true }).first().click()
    await sees(page, 'The owner token is not here any more. Scan the code again.')
  })

  test('a browser that keeps no keys says that the page has to stay open', async () => {
    const { page, login } = await house.open({ before: refuseKeys })
    await logIn({ page, login })
    await addPhoto(page, 4)
    await sees(page, 'Keep this page open until these are sent: this browser keeps nothing.')
    await claim(page)
    await isLive(page)
  })

  test('what one account left waiting, another one does not find', async () => {
    const { page, login, context } = await house.open({ known: OF_NETWORK })
    await logIn({ page, login })
    await addPhoto(page, 5)
    await context.clearCookies()
    await page.reload()
    const other = { ...login, clientId: 'client-59', clientSecret: 'secret-59', kmSubscription: '159' }
    await logIn({ page, login: other })
    await page.locator('.keys').waitFor()
    expect(await page.locator('.tray li').count()).toBe(0)
    expect(await page.evaluate(countItems)).toBe(0)
  })

  test('a new version is offered, and comes when the person takes it', async () => {
    const { page, login } = await house.open({ known: OF_NETWORK })
    await logIn({ page, login })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    const script = join(house.stand.folder, 'page', 'sw.js')
    writeFileSync(script, readFileSync(script, 'utf8').replace('BUILD="', 'BUILD="next-'))
    await house.stand.restart()
    await page.reload()
    await sees(page, 'A new version of this app is ready.')
    const before = await page.evaluate(() => performance.timeOrigin)
    await page.getByRole('button', { name: 'Use it now' }).click()
    await page.waitForFunction((origin) => performance.timeOrigin !== origin, before)
    await page.locator('.login').waitFor()
    expect(await page.getByText('A new version of this app is ready.').count()).toBe(0)
    expect(await page.evaluate(() => caches.keys())).toHaveLength(1)
  })

  test('in French, without motion, and it can be installed', async () => {
    const { page, login, context } = await house.open({
      options: { locale: 'fr-FR', reducedMotion: 'reduce' },
    })
    await sees(page, 'Avec les comptes de vos serveurs.')
    await logIn({ page, login })
    await addPhoto(page, 6)
    await sees(page, 'L’appareil 1006 est lu.')
    await claim(page)
    await sees(page, /Actif en [\d,]+ secondes/)
    const moving = await page.evaluate(() => document.getAnimations().length)
    expect(moving).toBe(0)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    const session = await context.newCDPSession(page)
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    // Windows of tests are like private ones.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  })
})

declare global {
  var applied: Record<string, unknown>
  var isStalled: boolean
}

function cameraInUse(): void {
  Object.assign(navigator.mediaDevices, {
    async getUserMedia() {
      Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia')
      throw new DOMException('Could not start video source', 'NotReadableError')
    },
  })
}

// What is replaced here is called with the object that it belongs to.
/* oxlint-disable typescript/unbound-method */
function noisyPixels(): void {
  Reflect.deleteProperty(globalThis, 'VideoFrame')
  const { getImageData } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.getImageData = function (...args: Parameters<typeof getImageData>) {
    const image = getImageData.apply(this, args)
    for (let i = 0; i < image.data.length; i++) image.data[i] = (i * 2654435761) >>> 24
    return image
  }
}

function cameraThatStalls(): void {
  const { requestVideoFrameCallback: request } = HTMLVideoElement.prototype
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (call) {
    return request.call(this, (...args) => {
      if (!globalThis.isStalled) call(...args)
    })
  }
}

function cameraWithLight(): void {
  globalThis.applied = {}
  const { getCapabilities, applyConstraints } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.getCapabilities = function () {
    return { ...getCapabilities.call(this), torch: true, zoom: { min: 1, max: 4 } } as MediaTrackCapabilities
  }
  MediaStreamTrack.prototype.applyConstraints = async function (constraints = {}) {
    const [advanced] = constraints.advanced ?? []
    if (advanced === undefined) return applyConstraints.call(this, constraints)
    Object.assign(globalThis.applied, advanced)
    return undefined
  }
}

function refuseKeys(): void {
  const { add } = IDBObjectStore.prototype
  IDBObjectStore.prototype.add = function (value: unknown, key?: IDBValidKey) {
    if (value instanceof CryptoKey) throw new DOMException('no keys', 'DataCloneError')
    return add.call(this, value, key)
  }
}

/* oxlint-enable typescript/unbound-method */

function setHidden(value: boolean): void {
  Object.defineProperty(document, 'hidden', { value, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

async function loseKey(): Promise<void> {
  const open = indexedDB.open('claimtag')
  const database = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
  const transaction = database.transaction('keys', 'readwrite')
  transaction.objectStore('keys').clear()
  await new Promise((resolve) => (transaction.oncomplete = resolve))
  database.close()
}

async function countItems(): Promise<number> {
  const open = indexedDB.open('claimtag')
  const database = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
  const request = database.transaction('items').objectStore('items').count()
  return new Promise((resolve) => (request.onsuccess = () => resolve(request.result)))
}
