import { expect, test, vi } from 'vitest'
import { diskStore } from 'claimtag-example-user-portal'
import { demoDevices, demoLogin } from 'claimtag-example-user-portal/demo'
import { openWorld, otherLogin } from './harness.ts'

const away = (): never => {
  throw new Error('away')
}

const HOUR = 3_600_000

test('a login gives a cookie that scripts, other sites and plain http do not get', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  const { response, json } = await visitor.logIn()
  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie.replace(/=[^;]{43};/, '=…;')).toBe(
    '__Host-claimtag=…; Path=/; HttpOnly; Secure; SameSite=Strict',
  )
  expect(json).toEqual({ isLoggedIn: true })
  const session = await visitor.ask('GET', '/api/session')
  expect(session.json).toMatchObject({
    isLoggedIn: true,
    clientId: 'demo',
    kmSubscription: '42',
    routingProfiles: [{ id: 'busit', name: 'Busit', isDefault: true }],
    endsAt: '2026-11-27T12:30:00.000Z',
  })
  const text = JSON.stringify(session.json)
  for (const secret of [demoLogin.clientSecret, '0123456789abcdef', 'encryptedKey'])
    expect(text).not.toContain(secret)
})

test('before the login there is no session to fix, and a foreign id is not taken over', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  expect((await visitor.ask('GET', '/api/session')).json).toEqual({
    isLoggedIn: false,
    servers: {
      'join-server': 'ThingPark Activation',
      'network-server': 'ThingPark Wireless',
      'application-server': 'Busit',
    },
    asks: [
      {
        title: 'ThingPark Activation, ThingPark Wireless',
        fields: ['clientId', 'clientSecret', 'kmSubscription'],
      },
      { title: 'Busit', fields: ['busitToken'] },
    ],
  })
  const planted = `__Host-claimtag=${'A'.repeat(43)}`
  visitor.cookie = planted
  await visitor.logIn()
  expect(visitor.cookie).not.toBe(planted)
  const thief = world.visitor()
  thief.cookie = planted
  expect((await thief.ask('GET', '/api/devices')).status).toBe(401)
})

test('a second login in the same browser ends the first session', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  const before = visitor.cookie
  await visitor.logIn()
  const old = world.visitor()
  old.cookie = before
  expect((await old.ask('GET', '/api/devices')).status).toBe(401)
  expect((await visitor.ask('GET', '/api/devices')).status).toBe(200)
})

test('logging out ends it on the server, and the stream of events with it', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  const { cookie } = visitor
  const { response } = await visitor.ask('GET', '/api/events')
  const reader = response.body!.getReader()
  await reader.read()
  await visitor.ask('POST', '/api/logout')
  expect(await reader.read()).toEqual({ done: true, value: undefined })
  visitor.cookie = cookie
  expect((await visitor.ask('GET', '/api/devices')).status).toBe(401)
})

test('it ends after half an hour without the person, whatever the page asks meanwhile, and after eight hours anyway', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  for (let minutes = 0; minutes < 29; minutes++) {
    world.time.now += 60_000
    expect((await visitor.ask('GET', '/api/devices')).status).toBe(200)
  }
  const { response } = await visitor.ask('GET', '/api/devices')
  expect(response.headers.get('x-claimtag-ends')).toBe('2026-11-27T12:30:00.000Z')
  world.time.now += 60_000
  expect((await visitor.ask('GET', '/api/devices')).status).toBe(401)

  await visitor.logIn()
  for (let halves = 0; halves < 8 * 2.5; halves++) {
    expect((await visitor.ask('GET', '/api/session')).json.isLoggedIn).toBe(true)
    world.time.now += 0.4 * HOUR
  }
  expect((await visitor.ask('GET', '/api/session')).json.isLoggedIn).toBe(false)
})

test('what is wrong with a login is said by a code', async () => {
  const world = await openWorld()
  const attempt = async (body: object): Promise<unknown> => {
    const { status, json } = await world.visitor().ask('POST', '/api/login', body)
    return [status, json.error]
  }
  expect(await attempt({ ...demoLogin, clientSecret: 'no' })).toEqual([
    401,
    { code: 'unauthenticated', step: 'connectivity-plans' },
  ])
  expect(await attempt({ ...demoLogin, busitToken: '' })).toEqual([422, { code: 'credentials-missing' }])
  expect(await attempt({ ...demoLogin, kmSubscription: '43' })).toEqual([
    502,
    { code: 'forbidden', step: 'as-transport-key' },
  ])
  world.simulator.inject('lists', { kind: 'text', text: '<html>sign in' })
  expect(await attempt(demoLogin)).toEqual([502, { code: 'unintelligible', step: 'connectivity-plans' }])
})

test('two accounts see nothing of each other: devices, ids, events', async () => {
  const world = await openWorld()
  const [one, two] = [world.visitor(), world.visitor()]
  await one.logIn()
  await two.logIn(otherLogin)
  const [device] = demoDevices
  const { response } = await two.ask('GET', '/api/events')
  const reader = response.body!.getReader()
  const { id } = (await one.put(device!)).json.device
  await one.reach(device!.devEui, 'live')
  expect((await two.ask('GET', '/api/devices')).json).toMatchObject({ devices: [] })
  expect((await two.ask('POST', `/api/devices/${id}/retry`)).status).toBe(404)
  // The same device, by an account that it does not belong to: an id of its own, and a refusal.
  const own = (await two.put(device!)).json.device
  expect(own.id).not.toBe(id)
  expect(await two.reach(device!.devEui, 'stopped')).toMatchObject({ failure: { code: 'claim-refused' } })
  const heard: string[] = []
  while (!heard.join('').includes('claim-refused'))
    heard.push(new TextDecoder().decode((await reader.read()).value))
  expect(heard.join('')).toContain(own.id)
  expect(heard.join('')).not.toContain(id)
  expect(await one.reach(device!.devEui, 'live')).toMatchObject({ id })
  await reader.cancel()
})

test('devices that cannot be listed at the login end neither it nor the server', async () => {
  const world = await openWorld((folder) => {
    const store = diskStore(folder)
    return { ...store, devices: (tenant) => ({ ...store.devices(tenant), states: away }) }
  })
  const person = world.visitor()
  expect((await person.logIn()).status).toBe(200)
  await vi.waitFor(() => expect(world.log.join()).toContain('"route":"resume"'))
  expect(world.log.join()).not.toContain('away')
})
