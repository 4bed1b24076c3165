import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { tokenParts } from '../../examples/user-portal/test/harness.ts'
import { hasChromium } from '../camera/chromium.ts'
import { addPhoto, claim, isLive, paste, photo, sees, toScan } from './acts.ts'
import {
  demoLabel,
  logIn,
  type Opening,
  type OpenPortal,
  openPortalStand,
  type PortalStand,
} from './stand.ts'
import { endTrace } from './trace.ts'

/** What Chromium says of an answer that is a refusal, or of a network that is away. */
const OF_NETWORK = /Failed to load resource/

describe.skipIf(!hasChromium())('the portal in Chromium, as it is built and served', () => {
  let stand: PortalStand
  beforeAll(async () => {
    stand = await openPortalStand()
    stand.show({ label: demoLabel(59), pixelsPerModule: 0.2 })
  })
  afterAll(() => stand.close())

  async function open({
    known = /^$/,
    ...opening
  }: Opening & { readonly known?: RegExp } = {}): Promise<OpenPortal> {
    const opened = await stand.open(opening)
    onTestFinished(async () => {
      await opened.context.close()
      expect(opened.faults.filter((fault) => !known.test(fault))).toEqual([])
    })
    return opened
  }

  const world = () => stand.demo.simulator.world
  const claims = () => stand.demo.simulator.log.filter(({ operation }) => operation === 'claim').length

  test('from the login to a live device, by the camera; the token is in one request and nowhere else', async () => {
    stand.show({ label: demoLabel(0), pixelsPerModule: 3, turned: 20 })
    const opened = await open()
    const { page, sent, context, login } = opened
    await context.tracing.start({ snapshots: true, screenshots: true })
    const requested: string[] = []
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    page.on('request', (request) => requested.push(request.url()))
    await page.locator('input[name=clientId]').waitFor()
    await page.evaluate(() => history.replaceState(null, '', '/devices'))
    await page.reload()
    await logIn(opened)
    await page.locator('.empty').waitFor()
    // The reader is large, and comes with the camera.
    expect(requested.filter((url) => /wasm|scanner|worker/.test(url))).toEqual([])
    await page.getByRole('button', { name: 'Scan a device' }).click()
    await page.locator('.tray li').waitFor()
    await page.getByRole('button', { name: 'Go on with 1 device' }).click()
    await sees(page, 'Read, kept hidden')
    const hidden = await page.content()
    await page.getByRole('button', { name: 'Claim and connect' }).click()
    await isLive(page)

    const { devEui } = demoDevices[0]!
    const { joinServer, networkServer, applicationServer, asKeys } = world()
    expect(joinServer.get(devEui)?.claimedBy).toBe(login.kmSubscription)
    expect(networkServer.get(devEui)?.routingProfileId).toBe('busit')
    expect(applicationServer.get(devEui)).toBe(asKeys.get(joinServer.get(devEui)!.provisioned!.asKey)?.key)
    const kept = await page.evaluate(keptInBrowser)
    const parts = tokenParts([demoDevices[0]!])
    const trace = await endTrace(context, join(stand.folder, 'trace.zip'))
    const { body } = sent.find(({ what }) => what.startsWith('PUT'))!
    // It has the one request, too, in a file of its own.
    expect([...trace.values()].filter((text) => text === body)).toHaveLength(1)
    expect([...trace.values()].some((text) => text.includes(devEui))).toBe(true)
    const places = {
      'the trace': [...trace].map(([name, text]) => (text === body ? name : name + text)).join('\n'),
      'the console': said.join('\n'),
      'what is sent': JSON.stringify(sent.filter(({ what }) => !what.startsWith('PUT'))),
      'the page': (await page.content()) + hidden + (await page.locator('body').innerText()),
      'what is stored': kept.text,
      'the log': stand.log.join('\n'),
      addresses: requested.join('\n'),
      cookies: JSON.stringify(await context.cookies()),
    }
    for (const [place, text] of Object.entries(places))
      expect([place, parts.filter((part) => text.includes(part))]).toEqual([place, []])
    expect(sent.filter(({ what }) => what.startsWith('PUT'))).toHaveLength(1)
    expect(kept.key).toBe('InvalidAccessError')
  })

  test('three in a row and one of them twice, two in one picture, a foreign one beside them', async () => {
    const left = { label: demoLabel(1), pixelsPerModule: 3, at: { x: 420, y: 360 } }
    const right = { label: demoLabel(2), pixelsPerModule: 3, at: { x: 900, y: 360 } }
    stand.show(left, right)
    const opened = await open()
    const { page } = opened
    await logIn(opened)
    await expect.poll(() => page.locator('.tray li').count()).toBe(2)
    await addPhoto(page, 3)
    await page.locator('input.file').setInputFiles(photo(3))
    await sees(page, 'Already scanned: 1003.')
    await paste(page, 'MT:YNJV7VSC00CMVH7SR00')
    await sees(page, /Matter/)
    await page.getByRole('button', { name: 'Go on with 3 devices' }).click()
    // Pressed twice, it is sent once.
    await page.getByRole('button', { name: 'Claim and connect 3' }).dblclick()
    await expect.poll(() => page.locator('.entry .pill.is-live').count()).toBe(3)
    for (const at of [1, 2, 3]) expect(world().networkServer.has(demoDevices[at]!.devEui)).toBe(true)
    expect(claims()).toBe(4)
  })

  test('a wrong token says why, a server that fails is tried again, and a reload in between loses nothing', async () => {
    stand.show({ label: demoLabel(59), pixelsPerModule: 0.2 })
    const opened = await open()
    const { page } = opened
    await logIn(opened)
    world().joinServer.get(demoDevices[5]!.devEui)!.claimedBy = 'somebody'
    await addPhoto(page, 5)
    await claim(page)
    await sees(page, 'This device is claimed already, or the code on it is wrong.')
    await page.getByRole('button', { name: 'Later' }).click()

    await toScan(page)
    await addPhoto(page, 6)
    stand.demo.simulator.inject('network-server', { kind: 'status', status: 500 })
    await page.locator('.actions .main').click()
    // A name that a spreadsheet would compute.
    await page.getByLabel('Name').fill('=1+1')
    await page.locator('.actions .main').click()
    await sees(page, /ThingPark Wireless has a fault. Nothing is lost. We try again in \d+ seconds?./)
    await page.reload()
    await page.getByRole('button', { name: 'Try again now' }).click()
    await isLive(page)
    await page.getByRole('button', { name: 'Devices' }).click()
    await sees(page, '1 live, 0 on the way, 1 stopped')
    // What was refused is not asked again by a reload.
    const claimsOf = stand.log.filter((line) => line.includes(demoDevices[5]!.devEui))
    expect(claimsOf.map((line) => JSON.parse(line).outcome)).toEqual(['claim-refused'])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const rows = readFileSync(await download.path(), 'utf8').split('\r\n')
    expect(rows[0]).toBe('\uFEFFDevEUI,Name,AppEUI,State,Routing profile,Begun,Last change,Reason')
    expect(
      rows.map((row) =>
        row
          .split(',')
          .filter((_, column) => column < 4)
          .join(),
      ),
    ).toEqual([
      '\uFEFFDevEUI,Name,AppEUI,State',
      `${demoDevices[6]!.devEui},'=1+1,70B3D57ED0000002,Live`,
      `${demoDevices[5]!.devEui},,70B3D57ED0000002,Stopped`,
      '',
    ])
  })

  test('the session ends in the middle: the person logs in over the page, and it goes on', async () => {
    const opened = await open({ known: OF_NETWORK })
    const { page } = opened
    await logIn(opened)
    await addPhoto(page, 7)
    await page.locator('.actions .main').click()
    await page.locator('.choices').waitFor()
    await stand.restart()
    await page.locator('.actions .main').click()
    await sees(page, 'Your session ended. Log in again, and it goes on where it stopped.')
    await logIn(opened)
    await isLive(page)
    expect(world().networkServer.has(demoDevices[7]!.devEui)).toBe(true)
  })

  test('without a network, codes wait sealed, over a reload, and are sent by themselves', async () => {
    const opened = await open({ known: OF_NETWORK })
    const { page, context } = opened
    await logIn(opened)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.reload()
    // With the first photo the reader is there, and kept.
    await addPhoto(page, 8)
    await context.setOffline(true)
    await page.reload()
    await page.locator('.tray li').waitFor()
    await addPhoto(page, 9)
    await page.locator('.actions .main').click()
    await page.locator('.choices').waitFor()
    await page.getByRole('button', { name: 'Claim and connect 2' }).click()
    await sees(page, 'Offline. 2 devices are waiting on this phone.')
    const kept = await page.evaluate(keptInBrowser)
    expect(tokenParts([demoDevices[8]!, demoDevices[9]!]).filter((part) => kept.text.includes(part))).toEqual(
      [],
    )
    expect(kept.items).toBe(2)
    await context.setOffline(false)
    for (const at of [8, 9])
      await expect
        .poll(() => world().applicationServer.has(demoDevices[at]!.devEui), { timeout: 60_000 })
        .toBe(true)
    await expect.poll(async () => (await page.evaluate(keptInBrowser)).items).toBe(0)
  })

  test('who signs out, or in as another, leaves no code behind', async () => {
    const opened = await open()
    const { page } = opened
    await logIn(opened)
    await addPhoto(page, 10)
    expect((await page.evaluate(keptInBrowser)).items).toBe(1)
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto(`${stand.demo.address}/account`)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.locator('input[name=clientId]').waitFor()
    expect(await page.evaluate(keptInBrowser)).toMatchObject({ items: 0, stored: [] })
  })
})

/** Everything that the browser keeps of us, and what becomes of the attempt to read the key. */
async function keptInBrowser(): Promise<{ text: string; items: number; key: string; stored: string[] }> {
  const open = indexedDB.open('claimtag')
  const database = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
  const all = <T>(name: string): Promise<T[]> =>
    new Promise((resolve) => {
      const request = database.transaction(name).objectStore(name).getAll()
      request.onsuccess = () => resolve(request.result as T[])
    })
  const items = await all<{ sealed: ArrayBuffer }>('items')
  const [key] = await all<CryptoKey>('keys')
  database.close()
  const cached = await Promise.all(
    (await caches.keys()).map(async (name) => {
      const cache = await caches.open(name)
      const answers = (await cache.keys()).filter(({ url }) => !/wasm|woff2|png/.test(url))
      return Promise.all(
        answers.map(async (request) => request.url + (await (await cache.match(request))!.text())),
      )
    }),
  )
  return {
    text: [
      JSON.stringify(items),
      ...items.map(({ sealed }) => String.fromCharCode(...new Uint8Array(sealed))),
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      cached.join('\n'),
    ].join('\n'),
    items: items.length,
    key:
      key === undefined
        ? 'none'
        : await crypto.subtle.exportKey('raw', key).then(
            () => 'exported',
            (error: Error) => error.name,
          ),
    stored: Object.keys(localStorage).filter((name) => !/lens|language|sound|routing/.test(name)),
  }
}
