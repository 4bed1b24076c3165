import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, demoDevices, demoLogin, serveFiles, startDemo } from 'claimtag-example-user-portal/demo'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Firefox, hasFirefox, startFirefox } from '../camera/firefox.ts'
import { buildPortal, demoLabel, photoOf } from './stand.ts'

const PATIENCE = { timeout: 90_000 }

describe.skipIf(!hasFirefox())('the portal in Firefox, whose camera is a canvas', () => {
  let folder: string
  let demo: Demo
  let firefox: Firefox
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-portal-firefox-'))
    const files = serveFiles(await buildPortal(folder))
    demo = await startDemo({ folder: join(folder, 'data'), files })
    firefox = await startFirefox()
  })
  afterAll(async () => {
    await firefox.close()
    await demo.close()
    await rm(folder, { recursive: true, force: true })
  })

  const until = (expression: string, value: unknown): Promise<void> =>
    expect.poll(() => firefox.page.evaluate(expression), PATIENCE).toEqual(value)
  const press = (selector: string): Promise<unknown> =>
    firefox.page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)

  test('a label before the camera becomes a live device', async () => {
    const { page } = firefox
    await page.open(demo.address)
    await until(`!!document.querySelector('input[name=clientId]')`, true)
    await page.evaluate(drawnCamera(photoOf(demoLabel(0))))
    for (const [name, value] of Object.entries(demoLogin))
      await page.evaluate(`document.querySelector('input[name=${name}]').value = ${JSON.stringify(value)}`)
    await press('button[type=submit]')
    await until(`document.querySelectorAll('.tray li').length`, 1)
    await until(`!!document.querySelector('.stage.is-running')`, true)
    await press('.actions .main')
    await until(`!!document.querySelector('.choices')`, true)
    await press('.actions .main')
    await until(`!!document.querySelector('h1.is-live')`, true)
    expect(demo.simulator.world.applicationServer.has(demoDevices[0]!.devEui)).toBe(true)
  })
})

/** Firefox shows no files as a camera; of a canvas it makes frames in BGRA. */
function drawnCamera(label: Buffer): string {
  return `(async () => {
    const bytes = Uint8Array.from(atob('${label.toString('base64')}'), (character) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 })
    const context = canvas.getContext('2d')
    let turn = 0
    setInterval(() => {
      context.fillStyle = '#999'
      context.fillRect(0, 0, 1280, 720)
      context.drawImage(picture, 520 + (turn++ % 2), 300)
    }, 50)
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20)
  })()`
}
