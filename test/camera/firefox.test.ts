import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePng } from '@claimtag/label/png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawnCamera, type Firefox, hasFirefox, startFirefox } from './firefox.ts'
import { labelOf } from './scene.ts'
import { serve, type Served, type Site, testSite } from './site.ts'

const LABEL = labelOf(4)
const PHOTO = encodePng(LABEL.bitmap, { dpi: 300 })
const PATIENCE = { timeout: 90_000 }

describe.skipIf(!hasFirefox())('in Firefox, under the same policy', () => {
  let folder: string
  let site: Site
  let firefox: Firefox

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-firefox-label-'))
    await writeFile(join(folder, 'label.png'), PHOTO)
    site = await serve(await siteWithPhoto())
    firefox = await startFirefox()
  })
  afterAll(async () => {
    await firefox.close()
    site.close()
    await rm(folder, { recursive: true })
  })

  test('a file that a person chooses is read', async () => {
    const { page } = firefox
    await page.open(site.address)
    await page.evaluate(`(() => {
      const file = Object.assign(document.createElement('input'), { type: 'file' })
      file.onchange = async () => { globalThis.read = await globalThis.page.camera.readPhoto(file.files[0]) }
      document.body.append(file)
    })()`)
    await page.setFiles('input', join(folder, 'label.png'))
    await expect
      .poll(() => page.evaluate('globalThis.read?.map(({ text }) => text)'), PATIENCE)
      .toEqual([LABEL.text])
    expect(await page.evaluate('globalThis.page.violations')).toEqual([])
  })

  test('a camera is read, by frames that Firefox gives as BGRA', async () => {
    const { page } = firefox
    await page.open(site.address)
    await page.evaluate(drawnCamera(PHOTO))
    await page.evaluate('globalThis.page.camera.start()')
    await expect
      .poll(() => page.evaluate('globalThis.page.codes.map(({ text }) => text)'), PATIENCE)
      .toEqual([LABEL.text])
    expect(await page.evaluate('[typeof VideoFrame, globalThis.page.camera.state.name]')).toEqual([
      'function',
      'running',
    ])
    expect(await page.evaluate('globalThis.page.violations')).toEqual([])
  })
})

describe.skipIf(!hasFirefox())('in a Firefox that resists fingerprinting, as Tor and LibreWolf do', () => {
  let site: Site
  let firefox: Firefox

  beforeAll(async () => {
    site = await serve(await siteWithPhoto())
    firefox = await startFirefox({ 'privacy.resistFingerprinting': true })
  })
  afterAll(async () => {
    await firefox.close()
    site.close()
  })

  test('hidden pixels are told, and a photo is read all the same', async () => {
    const { page } = firefox
    await page.open(site.address)
    await page.evaluate(drawnCamera(PHOTO))
    await page.evaluate('globalThis.page.camera.start()')
    await expect
      .poll(() => page.evaluate('globalThis.page.camera.state.name'), PATIENCE)
      .toBe('pixels-hidden')
    const photo = `fetch('/label.png').then((answer) => answer.blob()).then((photo) => globalThis.page.camera.readPhoto(photo))`
    expect(await page.evaluate(`${photo}.then((read) => read.map(({ text }) => text))`)).toEqual([LABEL.text])
  })
})

async function siteWithPhoto(): Promise<ReadonlyMap<string, Served>> {
  return new Map([...(await testSite()), ['/label.png', { type: 'image/png', body: PHOTO }]])
}
