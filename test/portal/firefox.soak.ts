import { demoDevices } from 'claimtag-example-user-portal/demo'
import { describe, expect, test } from 'vitest'
import { drawnCamera, hasFirefox } from '../camera/firefox.ts'
import { visitByFirefox } from './firefox-visit.ts'
import { demoLabel, photoOf } from './stand.ts'

describe.skipIf(!hasFirefox())('the portal in Firefox, whose camera is a canvas', () => {
  const visit = visitByFirefox()

  test('a label before the camera becomes a live device', async () => {
    await visit.logIn(drawnCamera(photoOf(demoLabel(0))))
    await visit.until(`document.querySelectorAll('.tray li').length`, 1)
    await visit.until(`!!document.querySelector('.stage.is-running')`, true)
    await visit.connect()
    expect(visit.demo.simulator.world.applicationServer.has(demoDevices[0]!.devEui)).toBe(true)
  })
})
