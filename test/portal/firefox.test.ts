import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import { describe, expect, test } from 'vitest'
import { hasFirefox } from '../camera/firefox.ts'
import { visitByFirefox } from './firefox-visit.ts'
import { demoLabel, photoOf } from './stand.ts'

// As Tor and LibreWolf do: there, only a photo is read, and it has to pass by every canvas.
describe.skipIf(!hasFirefox())('the portal in a Firefox that resists fingerprinting', () => {
  const visit = visitByFirefox({ 'privacy.resistFingerprinting': true })

  test('a photo of the label becomes a live device, and waits sealed over a reload before', async () => {
    const photo = join(visit.folder, 'label.png')
    await writeFile(photo, photoOf(demoLabel(0)))
    await visit.logIn()
    await visit.until(
      `!!document.querySelector('.keys') && !!document.querySelector('.stage .start, .stage.is-running')`,
      true,
    )
    await visit.page.setFiles('input.file', photo)
    await visit.until(`document.querySelectorAll('.tray li').length`, 1)
    await visit.open()
    await visit.until(`document.querySelectorAll('.tray li').length`, 1)
    await visit.connect()
    expect(visit.demo.simulator.world.applicationServer.has(demoDevices[0]!.devEui)).toBe(true)
  })
})
