import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeOf, demoDevices } from 'claimtag-example-user-portal/demo'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { idOf } from '../../examples/user-portal/test/harness.ts'
import { hasChromium } from '../camera/chromium.ts'
import { claim, focused, isLive, paste, sees, tabTo } from './acts.ts'
import { demoLabel, logIn } from './stand.ts'
import { OF_NETWORK, showNothing, visits } from './visits.ts'

const FOLDER = fileURLToPath(new URL('../../examples/user-portal/dist/tours', import.meta.url))

/** Five people, each from the login to the end of the work; what they see is written into `dist/tours`. */
describe.skipIf(!hasChromium())('five people', () => {
  const house = visits()
  const world = () => house.stand.demo.simulator.world
  mkdirSync(FOLDER, { recursive: true })
  const shoot = async (page: Page, name: string): Promise<void> => {
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  }

  test('an installer on a ladder: a phone in one hand, held upright and across, taps alone', async () => {
    const phone = { width: 360, height: 640 }
    const options = { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
    house.stand.show({ label: demoLabel(0), pixelsPerModule: 4, turned: 160 })
    const { page, login } = await house.open({ options })
    await logIn({ page, login })
    await page.locator('.tray li').waitFor()
    await shoot(page, 'installer-scan')
    // The thumb reaches the lower half.
    for (const key of await page.locator('.keys button, .actions .main').all())
      expect((await key.boundingBox())!.y).toBeGreaterThan(phone.height / 2 - 44)
    await page.setViewportSize({ width: 640, height: 360 })
    await shoot(page, 'installer-across')
    const main = page.locator('.actions .main')
    const { y, height } = (await main.boundingBox())!
    expect(y + height).toBeLessThanOrEqual(360)
    for (const key of await page.locator('.keys button').all()) {
      const box = (await key.boundingBox())!
      expect(box.y + box.height).toBeLessThanOrEqual(y)
    }
    await main.tap()
    await page.locator('.choices').waitFor()
    await shoot(page, 'installer-across-review')
    await page.setViewportSize(phone)
    await page.locator('.actions .main').tap()
    await isLive(page)
    await shoot(page, 'installer-live')
    // Someone calls: the page goes away and comes back, and the next label is there.
    house.stand.show({ label: demoLabel(1), pixelsPerModule: 4 })
    await page.getByRole('button', { name: 'Scan the next device' }).tap()
    await page.locator('.tray li').waitFor()
    await page.locator('.actions .main').tap()
    await page.locator('.choices').waitFor()
    await page.goBack()
    await page.locator('.tray li').waitFor()
    await page.locator('.actions .main').tap()
    await page.locator('.actions .main').tap()
    await isLive(page)
    expect(world().applicationServer.has(demoDevices[1]!.devEui)).toBe(true)
  })

  test('someone in a cellar: logged in upstairs, no network below, a phone that is locked in between', async () => {
    const options = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true }
    showNothing(house.stand)
    const { page, login, context } = await house.open({ known: OF_NETWORK, options })
    await logIn({ page, login })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.reload()
    await page.locator('.stage.is-running').waitFor()
    house.stand.show({ label: demoLabel(2), pixelsPerModule: 4 })
    await context.setOffline(true)
    await page.reload()
    await page.locator('.tray li').waitFor()
    await shoot(page, 'cellar-scan')
    await claim(page)
    await sees(page, 'Offline. 1 device is waiting on this phone.')
    await shoot(page, 'cellar-waiting')
    await page.close()
    const again = await context.newPage()
    await again.goto(house.stand.demo.address)
    await again.getByRole('button', { name: 'Devices' }).filter({ visible: true }).tap()
    await sees(again, 'Waiting')
    await shoot(again, 'cellar-devices')
    await context.setOffline(false)
    await sees(again, '1 live, 0 on the way, 0 stopped')
    await shoot(again, 'cellar-upstairs')
  })

  test('a person who cannot see the screen: the tree of a screen reader, and keys alone', async () => {
    const { page, login } = await house.open({ isAllowed: false, options: { reducedMotion: 'reduce' } })
    const tree = (): Promise<string> => page.locator('body').ariaSnapshot()
    await page.locator('input[name=clientId]').waitFor()
    expect(await tree()).toMatch(
      /heading "Log in" \[level=1\][\s\S]*textbox "Client id"[\s\S]*button "Log in"/,
    )
    await page.locator('input[name=clientId]').focus()
    // A mistake is said, and leads to its field.
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('alert').allTextContents()).toContain('Fill in every field.')
    for (const [at, value] of Object.values(login).entries()) {
      if (at > 0) await page.keyboard.press('Tab')
      await page.keyboard.type(value)
    }
    await page.keyboard.press('Enter')
    await page.locator('.keys').waitFor()
    await sees(page, /The camera is blocked for this page/)
    expect(await tree()).toMatch(
      /heading "Scan a label" \[level=1\][\s\S]*group "Camera"[\s\S]*button "Type"/,
    )
    await tabTo(page, 'Type')
    await page.keyboard.press('Enter')
    await page.locator('dialog[open]').waitFor()
    expect(await tree()).toMatch(/dialog "Type the label"[\s\S]*textbox "DevEUI, 16 digits"/)
    const { devEui, joinEui, ownerToken } = demoDevices[3]!
    // Without the token at first: the reason is heard.
    for (const text of [devEui, joinEui]) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.getByRole('alert').allTextContents())
      .toEqual([expect.stringMatching(/token/)])
    await page.keyboard.type(ownerToken)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Device 1003 was read.')
    await expect.poll(() => focused(page)).toBe('Type')
    expect(await tree()).toMatch(/region "Scanned"[\s\S]*button "Remove 70B3D57ED00B1003"/)
    await tabTo(page, 'Go on with 1 device')
    await page.keyboard.press('Enter')
    await page.locator('.choices').waitFor()
    expect(await tree()).toMatch(/group "Where should its data go\?"[\s\S]*radio "Busit" \[checked\]/)
    await tabTo(page, 'Claim and connect')
    await page.keyboard.press('Enter')
    await isLive(page)
    expect(await tree()).toMatch(
      /heading "Live in [\d.]+ seconds"[\s\S]*list "Steps"[\s\S]*It is yours\s+- text: ThingPark Activation/,
    )
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/Live|Busit/)
    // What was wrong before is not read out here.
    expect(await page.getByRole('alert').allTextContents()).toEqual([''])
    await shoot(page, 'unseen-live')
  })

  test('a clerk with a hand scanner: a crate, one label twice, one of a parcel, and no mouse', async () => {
    const { page, login } = await house.open({ isAllowed: false })
    await logIn({ page, login })
    await page.locator('.keys').waitFor()
    await page.locator('.advice:not(:empty)').waitFor()
    const scan = async (text: string, end = 'Enter'): Promise<void> => {
      await page.keyboard.type(text, { delay: 5 })
      await page.keyboard.press(end)
    }
    for (let at = 10; at < 18; at++) await scan(codeOf(demoDevices[at]!), at % 2 === 0 ? 'Enter' : 'Tab')
    await expect.poll(() => page.locator('.tray li').count()).toBe(8)
    await scan(codeOf(demoDevices[12]!))
    await sees(page, 'Already scanned: 100C.')
    await scan(']Q1' + codeOf(demoDevices[18]!))
    await expect.poll(() => page.locator('.tray li').count()).toBe(9)
    await scan('1Z999AA10123456784')
    await page.locator('.advice.is-bad').waitFor()
    await shoot(page, 'clerk-scan')
    // With a key in focus, the scanner must not press it.
    await page.getByRole('button', { name: 'Go on with 9 devices' }).focus()
    await scan(codeOf(demoDevices[19]!))
    await expect.poll(() => page.locator('.tray li').count()).toBe(10)
    expect(new URL(page.url()).pathname).toBe('/')
    await page.getByRole('button', { name: 'Go on with 10 devices' }).press('Enter')
    await page.locator('.choices').waitFor()
    await shoot(page, 'clerk-review')
    await tabTo(page, 'Claim and connect 10')
    await page.keyboard.press('Enter')
    await sees(page, '10 live, 0 on the way, 0 stopped')
    await shoot(page, 'clerk-devices')
    // From here the next crate: the scanner is heard on this screen, too.
    await scan(codeOf(demoDevices[20]!))
    await sees(page, 'Device 1014 was read.')
  })

  test('an attacker with a second account, a page of their own, and a name made of markup', async () => {
    showNothing(house.stand)
    const victim = await house.open({ known: OF_NETWORK })
    await logIn(victim)
    await paste(victim.page, codeOf(demoDevices[30]!))
    await victim.page.locator('.tray li').waitFor()
    await victim.page.locator('.actions .main').click()
    await victim.page.getByLabel('Name').fill('<img src=x onerror=alert(1)>')
    await victim.page.locator('.actions .main').click()
    await isLive(victim.page)
    expect(await victim.page.locator('img').count()).toBe(0)
    await sees(victim.page, '<img src=x onerror=alert(1)>')
    const { devices } = await victim.page.evaluate(() => fetch('/api/devices').then((one) => one.json()))
    const [{ id }] = devices as [{ id: string }]

    const thief = await house.open({ known: OF_NETWORK })
    await logIn(thief)
    const ask = (method: string, path: string, body?: object): Promise<readonly [number, string]> =>
      thief.page.evaluate(
        async ([how, where, what]) => {
          const headers = { 'content-type': 'application/json', 'x-claimtag': '1' }
          const init = how === 'GET' ? {} : { body: JSON.stringify(what ?? {}), headers }
          const answer = await fetch(where, { method: how, ...init })
          return [answer.status, await answer.text()] as const
        },
        [method, path, body] as const,
      )
    expect((await ask('GET', '/api/devices'))[1]).not.toContain(demoDevices[30]!.devEui)
    for (const path of ['retry', 'release'])
      expect((await ask('POST', `/api/devices/${id}/${path}`))[0]).toBe(404)
    for (const path of ['/assets/..%2f..%2fserver/main.js', '/%2e%2e/package.json', '/.env'])
      expect([path, (await ask('GET', path))[0]]).toEqual([path, 404])
    // Tokens by trial: after five the portal makes a pause.
    const tried: number[] = []
    for (let at = 40; at < 47; at++) {
      const device = { ...demoDevices[at]!, ownerToken: Buffer.alloc(16, at).toString('base64') }
      const put = { text: codeOf(device), routingProfileId: 'busit' }
      const [status] = await ask('PUT', `/api/devices/${idOf(device)}`, put)
      tried.push(status)
      if (status === 429) break
      await expect.poll(() => house.stand.log.some((line) => line.includes(device.devEui))).toBe(true)
    }
    expect(tried).toEqual([200, 200, 200, 200, 200, 429])

    // A page elsewhere, which the victim opens: neither its requests nor its frame get anywhere.
    const { address } = house.stand.demo
    const elsewhere = createServer((_, answer) =>
      answer
        .setHeader('content-type', 'text/html')
        .end(`<title>a prize</title><iframe src="${address}"></iframe>`),
    )
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void elsewhere.close())
    const page = await victim.context.newPage()
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`)
    const got = await page.evaluate(
      ([target, release]) =>
        Promise.all(
          [`${target}/api/devices`, `${target}${release}`].map((url, at) =>
            fetch(url, { credentials: 'include', mode: 'no-cors', method: at === 0 ? 'GET' : 'POST' }).then(
              (one) => one.type,
              () => 'refused',
            ),
          ),
        ),
      [address, `/api/devices/${id}/release`] as const,
    )
    for (const type of got) expect(['opaque', 'refused']).toContain(type)
    const frame = page.frames().find((one) => one !== page.mainFrame())!
    expect(await frame.locator('form, .tabs').count()).toBe(0)
    await page.close()
    expect(world().networkServer.has(demoDevices[30]!.devEui)).toBe(true)
    await sees(victim.page, /^Live in/)
    // The same browser after the logout, in the hands of the other one.
    victim.page.on('dialog', (dialog) => void dialog.accept())
    await victim.page.goto(`${address}/account`)
    await victim.page.getByRole('button', { name: 'Log out' }).click()
    await victim.page.locator('input[name=clientId]').waitFor()
    await victim.page.goBack()
    await victim.page.locator('input[name=clientId]').waitFor()
    expect(await victim.page.content()).not.toContain(demoDevices[30]!.devEui)
    await shoot(victim.page, 'attacker-after-logout')
  })
})
