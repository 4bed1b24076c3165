import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePng } from '@claimtag/label/png'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { headers } from '../../examples/vite-scanner/vite.config.ts'
import { clipCamera, hasChromium, openPage, startChromium } from './chromium.ts'
import { writeClip } from './clip.ts'
import { labelOf, photograph, symbolOf, type View } from './scene.ts'
import { filesOf, serve, type Site } from './site.ts'

const LABEL = labelOf(4)
const example = fileURLToPath(new URL('../../examples/vite-scanner', import.meta.url))

describe.skipIf(!hasChromium())('the Vite example with <claimtag-scanner>, as it is built and served', () => {
  let folder: string
  let clip: string
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-element-'))
    clip = join(folder, 'clip.y4m')
    const out = join(folder, 'page')
    const vite = join(example, 'node_modules', 'vite', 'bin', 'vite.js')
    execFileSync(process.execPath, [vite, 'build', '--outDir', out, '--logLevel', 'error'], { cwd: example })
    site = await serve(filesOf(out), headers)
    browser = await startChromium(...clipCamera(clip))
  })
  afterAll(async () => {
    await browser.close()
    site.close()
    await rm(folder, { recursive: true })
  })

  function show(...views: readonly View[]): void {
    writeClip(clip, [photograph(views, { width: 1280, height: 720 })])
  }

  async function open(options: { readonly isAllowed?: boolean } = {}): Promise<Page> {
    const { page, context, faults } = await openPage(browser, site.address, { ...options, before: listen })
    onTestFinished(async () => {
      await context.close()
      expect(faults).toEqual([])
    })
    return page
  }

  test('reads a label without a click, lists the device once, and shows no token', async () => {
    show({ label: LABEL, pixelsPerModule: 4, turned: 30 })
    const page = await open()
    await page.getByRole('listitem').waitFor()
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['70B3D57ED00A0004'])
    await says(page, 'Code read.')
    const text = await page.evaluate(
      () => document.body.innerHTML + document.querySelector('claimtag-scanner')!.shadowRoot!.innerHTML,
    )
    expect(text).not.toContain('PHCBEH6GBBL577')
  })

  test('says what a foreign code is, and goes on', async () => {
    show({ label: symbolOf('WIFI:T:WPA;S:guest;P:secret;;'), pixelsPerModule: 6 })
    const page = await open()
    await says(page, 'Wi-Fi')
    await expect.poll(() => page.getByRole('button', { name: 'Photo' }).isVisible()).toBe(true)
    expect(
      await page.evaluate(
        () =>
          (
            document.querySelector('claimtag-scanner') as HTMLElement & {
              camera: { state: { name: string } }
            }
          ).camera.state.name,
      ),
    ).toBe('running')
  })

  test('without the camera, a keyboard alone chooses a photo, and its code counts', async () => {
    show({ label: LABEL, pixelsPerModule: 4 })
    const page = await open({ isAllowed: false })
    // From the first listener on, the browser hands choosers over; asked for with the key, that comes too late.
    page.on('filechooser', () => undefined)

    await says(page, 'The camera is blocked for this page.')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Start the camera')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Photo')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
    const buffer = Buffer.from(encodePng(LABEL.bitmap, { dpi: 300 }))
    await chooser.setFiles({ name: 'label.png', mimeType: 'image/png', buffer })
    await says(page, 'Code read.')
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['70B3D57ED00A0004'])
    await page
      .locator('claimtag-scanner input')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') })
    await says(page, 'The photo cannot be read.')
  })

  test('keys show what the camera can do, and hold the focus when one of them goes away', async () => {
    show({ label: LABEL, pixelsPerModule: 4 })
    const page = await open()
    const closer = page.getByRole('button', { name: '2×' })
    await closer.click()
    await expect.poll(() => closer.getAttribute('aria-pressed')).toBe('true')
    // The fake camera has neither a light nor a second lens.
    expect(await page.getByRole('button').allTextContents()).toEqual(['2×', 'Photo'])
    await page.evaluate(() =>
      (
        document.querySelector('claimtag-scanner') as HTMLElement & { camera: { stop(): void } }
      ).camera.stop(),
    )
    await says(page, 'The camera is off.')
    await page.getByRole('button', { name: 'Start the camera' }).press('Enter')
    await says(page, 'Hold the code')
    expect(await focused(page)).toBe('Photo')
  })

  test('taken out of the page, it lets the camera and its worker go; put back, it starts anew', async () => {
    show({ label: LABEL, pixelsPerModule: 4 })
    const page = await open()
    await page.getByRole('listitem').waitFor()
    expect(page.workers()).toHaveLength(1)
    const live = await page.evaluate(() => {
      const scanner = document.querySelector('claimtag-scanner')!
      const [track] = (scanner.shadowRoot!.querySelector('video')!.srcObject as MediaStream).getVideoTracks()
      scanner.remove()
      Object.assign(globalThis, { scanner })
      return track!.readyState
    })
    expect(live).toBe('ended')
    await expect.poll(() => page.workers().length).toBe(0)
    await page.evaluate(() =>
      document.querySelector('main')!.append((globalThis as unknown as { scanner: Node }).scanner),
    )
    await says(page, 'Code read.')
  })
})

declare global {
  /** What the scanner has said: a busy machine may come too late to see a sentence that stands for seconds. */
  var sentences: string[]
}

function listen(): void {
  globalThis.sentences = []
  void customElements.whenDefined('claimtag-scanner').then(() => {
    const tree = document.querySelector('claimtag-scanner')!.shadowRoot!
    const note = (): unknown => globalThis.sentences.push(tree.querySelector('[role=status]')!.textContent)
    note()
    new MutationObserver(note).observe(tree, { childList: true, subtree: true })
  })
}

/** Waits until the scanner says this, and lets it say it again. */
async function says(page: Page, sentence: string): Promise<void> {
  await page.waitForFunction((text) => {
    const at = globalThis.sentences.findIndex((one) => one.includes(text))
    return at !== -1 && globalThis.sentences.splice(0, at + 1).length > 0
  }, sentence)
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)
}
