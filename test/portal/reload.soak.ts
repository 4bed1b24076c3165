import { demoDevices } from 'claimtag-example-user-portal/demo'
import { describe, expect, test } from 'vitest'
import { cases, FAULTS } from '../../examples/user-portal/test/faults.ts'
import { hasChromium } from '../camera/chromium.ts'
import { addPhoto, claim, isLive } from './acts.ts'
import { logIn } from './stand.ts'
import { OF_NETWORK, visits } from './visits.ts'

describe.skipIf(!hasChromium())('a fault, a reload, and it goes on', () => {
  const house = visits()

  test.each(cases.map((one, at) => ({ ...one, at })))('$step: $fault', async ({ step, fault, at }) => {
    const { page, login } = await house.open({ known: OF_NETWORK })
    await logIn({ page, login })
    const { simulator } = house.stand.demo
    simulator.inject(step, FAULTS[fault]!)
    await addPhoto(page, at)
    await claim(page)
    await page.locator('.steps').waitFor()
    // What cannot be asked beforehand does not stop a device.
    if (step !== 'find') {
      await page.locator('.note').waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'Try again now' }).click()
    } else await page.reload()
    await isLive(page)
    const { devEui } = demoDevices[at]!
    const { joinServer, networkServer, applicationServer, asKeys } = simulator.world
    const { claimedBy, provisioned } = joinServer.get(devEui)!
    expect(claimedBy).toBe(login.kmSubscription)
    expect(networkServer.get(devEui)?.routingProfileId).toBe('busit')
    expect(applicationServer.get(devEui)).toBe(asKeys.get(provisioned!.asKey)!.key)
    const claimed = house.stand.log.filter(
      (line) => line.includes(devEui) && line.includes('"step":"claim","outcome":"done"'),
    )
    expect(claimed).toHaveLength(1)
  })
})
