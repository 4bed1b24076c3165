import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, demoDevices, demoLogin, serveFiles, startDemo } from 'claimtag-example-user-portal/demo'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Firefox, hasFirefox, startFirefox } from '../camera/firefox.ts'
import { buildPortal, demoLabel, photoOf } from './stand.ts'

const PATIENCE = { timeout: 90_000 }

// As Tor and LibreWolf do: there, only a photo is read, and it has to pass by every canvas.
describe.skipIf(!hasFirefox())('the portal in a Firefox that resists fingerprinting', () => {
  let folder: string
  let demo: Demo
  let firefox: Firefox
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-portal-firefox-'))
    await writeFile(join(folder, 'label.png'), photoOf(demoLabel(0)))
    demo = await startDemo({
      folder: join(folder, 'data'),
      files: serveFiles(await buildPortal(folder)),
    })
    firefox = await startFirefox({ 'privacy.resistFingerprinting': true })
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

  test('a photo of the label becomes a live device, and waits sealed over a reload before', async () => {
    const { page } = firefox
    await page.open(demo.address)
    await until(`!!document.querySelector('input[name=clientId]')`, true)
    for (const [name, value] of Object.entries(demoLogin))
      await page.evaluate(`document.querySelector('input[name=${name}]').value = ${JSON.stringify(value)}`)
    await press('button[type=submit]')
    await until(
      `!!document.querySelector('.keys') && !!document.querySelector('.stage .start, .stage.is-running')`,
      true,
    )
    await page.setFiles('input.file', join(folder, 'label.png'))
    await until(`document.querySelectorAll('.tray li').length`, 1)
    await page.open(demo.address)
    await until(`document.querySelectorAll('.tray li').length`, 1)
    await press('.actions .main')
    await until(`!!document.querySelector('.choices')`, true)
    await press('.actions .main')
    await until(`!!document.querySelector('h1.is-live')`, true)
    expect(demo.simulator.world.applicationServer.has(demoDevices[0]!.devEui)).toBe(true)
  })
})
