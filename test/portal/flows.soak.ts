import { codeOf, demoDevices } from 'claimtag-example-user-portal/demo'
import { describe, expect, test } from 'vitest'
import { hasChromium } from '../camera/chromium.ts'
import { addPhoto, claim, isLive, paste, photo, sees } from './acts.ts'
import { logIn } from './stand.ts'
import { OF_NETWORK, visits } from './visits.ts'

const euiOf = (at: number): string => demoDevices[at]!.devEui

describe.skipIf(!hasChromium())('in Chromium', () => {
  const house = visits()
  const inject: (typeof house.stand.demo.simulator)['inject'] = (...fault) =>
    house.stand.demo.simulator.inject(...fault)
  const world = () => house.stand.demo.simulator.world

  test('texts that are none of ours, damaged or hostile are answered by a sentence, and go nowhere', async () => {
    const { page, login, sent } = await house.open()
    await logIn({ page, login })
    await page.locator('.keys').waitFor()
    await page.locator('.advice:not(:empty)').waitFor()
    const sound = codeOf(demoDevices[0]!)
    const texts = [
      ['MT:YNJV7VSC00CMVH7SR00', /Matter/],
      ['WIFI:T:WPA;S:guest;P:secret;;', /Wi-Fi/],
      ['https://example.com/x', /web address/],
      [`${sound.slice(0, -4)}0000`, /Some characters are damaged/],
      ['LW:D0:70B3D57ED0000002:70B3D57ED00XXXXX:00000000', /./],
      ['x'.repeat(10_000), /./],
      ['\u0000\u0007\u001b[31m', /./],
      ['<img src=x onerror=alert(1)>', /./],
      ['javascript:alert(1)', /./],
      ['\u202E70B3D57ED00A0004', /./],
    ] as const
    for (const [text, sentence] of texts) {
      await paste(page, text)
      await page.locator('.advice.is-bad', { hasText: sentence }).waitFor()
    }
    expect(await page.locator('.tray li').count()).toBe(0)
    expect(await page.locator('img').count()).toBe(0)
    expect(page.url()).toBe(`${house.stand.demo.address}/`)
    expect(sent.filter(({ what }) => what.startsWith('PUT'))).toEqual([])
  })

  test('a server that does not answer in time is said by name, and asked again', async () => {
    const { page, login } = await house.open()
    await logIn({ page, login })
    inject('network-server', { kind: 'delay', milliseconds: 20_000 })
    await addPhoto(page, 1)
    await claim(page)
    await sees(
      page,
      /ThingPark Wireless did not answer in time. Nothing is lost. We try again in \d+ seconds?./,
    )
    // By itself, without a person.
    await isLive(page)
  })

  test('a code that was refused is not sent again by a person who is faster than the list', async () => {
    const { page, login, context } = await house.open()
    await logIn({ page, login })
    world().joinServer.get(euiOf(2))!.claimedBy = 'somebody'
    await addPhoto(page, 2)
    await claim(page)
    await sees(page, 'This device is claimed already, or the code on it is wrong.')
    const lists: (() => void)[] = []
    await context.route('**/api/devices', (route) => void lists.push(() => void route.continue()))
    await page.goto(house.stand.demo.address)
    await page.locator('.keys').waitFor()
    await addPhoto(page, 3)
    await claim(page)
    await page.locator('.steps').waitFor()
    for (const goOn of lists.splice(0)) goOn()
    await context.unroute('**/api/devices')
    await isLive(page)
    const claims = house.stand.log.filter((line) => line.includes(euiOf(2)))
    expect(claims).toHaveLength(1)
  })

  test('an answer that comes after the events that are newer changes nothing', async () => {
    const { page, login, context } = await house.open()
    await logIn({ page, login })
    await addPhoto(page, 0)
    await context.route('**/api/devices/*', async (route) => {
      const response = await route.fetch()
      await page.locator('h1.is-live').waitFor()
      await route.fulfill({ response })
    })
    await claim(page)
    const answered = page.waitForResponse(/api\/devices\//)
    await isLive(page)
    await answered
    // It is taken in before the next picture but one.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    expect(await page.locator('h1.is-live').count()).toBe(1)
  })

  test('in a network that asks to sign in, everything waits', async () => {
    const { page, login, context } = await house.open()
    await logIn({ page, login })
    await addPhoto(page, 6)
    await page.locator('.actions .main').click()
    await page.locator('.choices').waitFor()
    await context.route('**/api/**', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<html>sign in</html>' }),
    )
    await page.locator('.actions .main').click()
    await sees(page, 'Offline. 1 device is waiting on this phone.')
    await context.unroute('**/api/**')
    await isLive(page)
  })

  test('the server restarts in the middle, and the person only logs in again', async () => {
    const { page, login } = await house.open({ known: OF_NETWORK })
    await logIn({ page, login })
    inject('network-server', { kind: 'delay', milliseconds: 3000 })
    await addPhoto(page, 7)
    await claim(page)
    await page.locator('.steps li:nth-child(3).is-running').waitFor()
    await house.stand.restart()
    await sees(page, 'Your session ended. Log in again, and it goes on where it stopped.')
    await logIn({ page, login })
    await isLive(page)
    expect(world().networkServer.has(euiOf(7))).toBe(true)
  })

  test('a second tab shows the same, and nothing is sent twice', async () => {
    const { page, login, context } = await house.open()
    await logIn({ page, login })
    const other = await context.newPage()
    await other.goto(house.stand.demo.address)
    await other.locator('.keys').waitFor()
    await addPhoto(page, 8)
    await other.locator('.tray li').waitFor()
    await claim(page)
    await isLive(page)
    await expect.poll(() => other.locator('.tray li').count()).toBe(0)
    await other.getByRole('button', { name: 'Devices' }).filter({ visible: true }).click()
    await sees(other, '1 live, 0 on the way, 0 stopped')
    const claims = house.stand.log.filter((line) => line.includes(euiOf(8)) && line.includes('"claim"'))
    expect(claims).toHaveLength(1)
  })

  test('a hand scanner, a dropped photo, a pasted text and typed fields work without a camera', async () => {
    const { page, login } = await house.open({ isAllowed: false })
    await logIn({ page, login })
    await sees(page, 'The camera is blocked for this page. Allow it in the address bar, or type the code.')
    await page.keyboard.type(codeOf(demoDevices[9]!))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.tray li').count()).toBe(1)
    await paste(page, codeOf(demoDevices[10]!))
    await expect.poll(() => page.locator('.tray li').count()).toBe(2)
    const { buffer } = photo(11)
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], 'label.png', { type: 'image/png' }))
      document.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
    }, buffer.toString('base64'))
    await expect.poll(() => page.locator('.tray li').count()).toBe(3)
    await page.getByRole('button', { name: 'Type', exact: true }).click()
    const { devEui, joinEui, ownerToken } = demoDevices[12]!
    await page.locator('input[name=devEui]').pressSequentially(devEui.toLowerCase())
    expect(await page.locator('input[name=devEui]').inputValue()).toBe(devEui.match(/.{4}/g)!.join(' '))
    await page.locator('input[name=appEui]').fill(joinEui)
    await page.getByRole('button', { name: 'Add the device' }).click()
    await page.locator('dialog .note').waitFor()
    await page.locator('input[name=ownerToken]').fill(ownerToken)
    await page.getByRole('button', { name: 'Add the device' }).click()
    await expect.poll(() => page.locator('.tray li').count()).toBe(4)
    await page.getByRole('button', { name: 'Go on with 4 devices' }).click()
    await page.getByRole('button', { name: 'Claim and connect 4' }).click()
    for (const at of [9, 10, 11, 12])
      await expect.poll(() => world().applicationServer.has(euiOf(at)), { timeout: 20_000 }).toBe(true)
  })

  test('fifty codes wait over a reload, and are sent within three seconds of the network, each once', async () => {
    const { page, login, context } = await house.open({ known: OF_NETWORK })
    await logIn({ page, login })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.reload()
    await addPhoto(page, 13)
    await context.setOffline(true)
    // Of devices that the Join Server knows, 45; the others are made up.
    const devices = [
      ...demoDevices.slice(14),
      ...Array.from({ length: 4 }, (_, i) => ({ ...demoDevices[0]!, devEui: `70B3D57ED00D000${i}` })),
    ].slice(0, 49)
    for (const device of devices) await paste(page, codeOf(device))
    await expect.poll(() => page.locator('.tray li').count()).toBe(50)
    await page.reload()
    await expect.poll(() => page.locator('.tray li').count()).toBe(50)
    await page.locator('.actions .main').click()
    await page.getByRole('button', { name: 'Claim and connect 50' }).click()
    await sees(page, 'Offline. 50 devices are waiting on this phone.')
    const puts: string[] = []
    page.on('requestfinished', (request) => {
      if (request.method() === 'PUT') puts.push(request.url())
    })
    const start = performance.now()
    await context.setOffline(false)
    await expect.poll(() => new Set(puts).size, { timeout: 30_000, interval: 20 }).toBe(50)
    process.stderr.write(`50 codes sent ${Math.round(performance.now() - start)} ms after the network came\n`)
    for (const { devEui } of demoDevices.slice(13))
      await expect.poll(() => world().applicationServer.has(devEui), { timeout: 30_000 }).toBe(true)
    const claimed = house.stand.log.filter((line) => line.includes('"step":"claim","outcome":"done"'))
    expect(new Set(claimed.map((line) => JSON.parse(line).devEui)).size).toBe(claimed.length)
  })
})
