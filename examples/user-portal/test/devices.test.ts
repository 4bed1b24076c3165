import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, demoDevices, demoLogin } from 'claimtag-example-user-portal/demo'
import { openKey } from 'claimtag-example-user-portal'
import { expect, test } from 'vitest'
import { idOf, openWorld, otherLogin, tokenParts, type Visitor, type World } from './harness.ts'

const [device, second] = demoDevices as [(typeof demoDevices)[0], (typeof demoDevices)[0]]

async function loggedIn(): Promise<{ world: World; visitor: Visitor }> {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  return { world, visitor }
}

/** The events of a stream until one of them matches. */
async function eventsUntil(response: Response, wanted: RegExp): Promise<readonly string[]> {
  const reader = response.body!.getReader()
  let text = ''
  while (!wanted.test(text)) text += new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  return text.split('\n\n').filter((event) => event !== '')
}

test('a scanned text becomes a live device, and again gives the same answer', async () => {
  const { world, visitor } = await loggedIn()
  const first = await visitor.put(device, { name: 'Cellar' })
  expect(first.json.device).toMatchObject({ devEui: device.devEui, name: 'Cellar', status: 'running' })
  const live = await visitor.reach(device.devEui, 'live')
  expect(live).toMatchObject({ step: 'done', begunAt: '2026-11-27T12:00:00.000Z' })
  expect(Object.keys(live.took)).toEqual(['claim', 'join-server', 'network-server', 'application-server'])
  expect((await visitor.put(device)).json.device).toEqual({ ...live, order: expect.any(Number) })
  const { joinServer, networkServer, applicationServer, asKeys } = world.simulator.world
  const { claimedBy, provisioned } = joinServer.get(device.devEui)!
  expect(claimedBy).toBe('42')
  expect(networkServer.get(device.devEui)).toMatchObject({ name: 'Cellar', routingProfileId: 'busit' })
  expect(applicationServer.get(device.devEui)).toBe(asKeys.get(provisioned!.asKey)!.key)
  expect(world.simulator.log.filter(({ operation }) => operation === 'claim')).toHaveLength(1)
})

test('twice at once is claimed once', async () => {
  const { world, visitor } = await loggedIn()
  await Promise.all([visitor.put(device), visitor.put(device), visitor.put(device)])
  await visitor.reach(device.devEui, 'live')
  expect(world.simulator.log.filter(({ operation }) => operation === 'claim')).toHaveLength(1)
})

test('the text is decoded again here, and nothing unsound reaches a server', async () => {
  const { world, visitor } = await loggedIn()
  const path = `/api/devices/${idOf(device)}`
  const code = async (body: object, at = path): Promise<unknown> => {
    const { status, json } = await visitor.ask('PUT', at, { routingProfileId: 'busit', ...body })
    return [status, json.error?.code]
  }
  const text = codeOf(device)
  expect(await code({ text: 'MT:YNJV7VSC00CMVH7SR00' })).toEqual([422, 'other-code'])
  expect(await code({ text: device.devEui })).toEqual([422, 'token-missing'])
  expect(await code({ text: `${text.slice(0, -1)}0` })).toEqual([422, 'checksum-mismatch'])
  expect(await code({ text: 'x'.repeat(513) })).toEqual([422, 'text-invalid'])
  expect(await code({ text: 7 })).toEqual([422, 'text-invalid'])
  expect(await code({ text, routingProfileId: 'constructor' })).toEqual([422, 'routing-profile-unknown'])
  expect(await code({ text, routingProfileId: 7 })).toEqual([422, 'routing-profile-missing'])
  expect(await code({ text }, '/api/devices/1')).toEqual([400, 'id-invalid'])
  expect(await code({ text: codeOf({ ...device, joinEui: '70B3D57ED0000009' }) })).toEqual([
    422,
    'device-profile-unmapped',
  ])
  expect(world.simulator.log.filter(({ operation }) => operation === 'claim')).toEqual([])
  await visitor.put(device)
  expect(await code({ text: codeOf(second) })).toEqual([409, 'id-in-use'])
})

test('a server that fails is tried again later, or at once when the person asks', async () => {
  const { world, visitor } = await loggedIn()
  world.simulator.inject('network-server', { kind: 'status', status: 500, retryAfterSeconds: 90 })
  await visitor.put(device)
  const waiting = await visitor.reach(device.devEui, 'waiting')
  expect(waiting).toMatchObject({
    step: 'network-server',
    // And up to a second, so that not all come back together.
    retryAt: expect.stringMatching(/^2026-11-27T12:01:3[01]/),
    failure: { step: 'network-server', code: 'server-failed', retryable: true, status: 500 },
  })
  await visitor.ask('POST', `/api/devices/${waiting.id}/retry`)
  await visitor.reach(device.devEui, 'live')
})

test('an answer to the claim that was lost is no second claim', async () => {
  const { world, visitor } = await loggedIn()
  world.simulator.inject('claim', { kind: 'drop-after' })
  await visitor.put(device)
  const { id } = await visitor.reach(device.devEui, 'waiting')
  // The server still has the token, until the claim is known to have succeeded.
  await visitor.ask('POST', `/api/devices/${id}/retry`)
  await visitor.reach(device.devEui, 'live')
  expect(world.simulator.world.joinServer.get(device.devEui)?.claimedBy).toBe('42')
})

test('a device that the network has already is not claimed before the person takes it as it is', async () => {
  const { world, visitor } = await loggedIn()
  const { networkServer } = world.simulator.world
  const before = {
    reference: '9',
    name: 'Of before',
    deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
    connectivityPlanId: 'plan-metering',
    routingProfileId: 'busit',
  }
  networkServer.set(device.devEui, { ...before, devEui: device.devEui, joinEui: device.joinEui })
  await visitor.put(device)
  const refused = await visitor.reach(device.devEui, 'stopped')
  expect(refused.failure).toMatchObject({ code: 'conflict', step: 'network-server-check' })
  expect(world.simulator.log.filter(({ operation }) => operation === 'claim')).toEqual([])
  await visitor.put(device, { adopt: true })
  await visitor.reach(device.devEui, 'live')

  // One that came there after the claim.
  world.simulator.inject('network-server', { kind: 'status', status: 429 })
  await visitor.put(second)
  const { id } = await visitor.reach(second.devEui, 'waiting')
  networkServer.set(second.devEui, { ...before, devEui: second.devEui, joinEui: '70B3D57ED0000002' })
  await visitor.ask('POST', `/api/devices/${id}/retry`)
  const { failure } = await visitor.reach(second.devEui, 'stopped')
  expect(failure).toMatchObject({ step: 'network-server', code: 'conflict' })
  await visitor.ask('POST', `/api/devices/${id}/retry`, { adopt: true })
  await visitor.reach(second.devEui, 'live')
})

test('a device that is given up is gone where servers take it back, and the rest is named', async () => {
  const { world, visitor } = await loggedIn()
  await visitor.put(device)
  const { id } = await visitor.reach(device.devEui, 'live')
  const { status, json } = await visitor.ask('POST', `/api/devices/${id}/release`)
  expect(status).toBe(200)
  const { joinServer, networkServer, applicationServer } = world.simulator.world
  const left = [
    joinServer.get(device.devEui)?.claimedBy === undefined ? [] : ['claim'],
    networkServer.has(device.devEui) ? ['network-server'] : [],
    applicationServer.has(device.devEui) ? ['application-server'] : [],
  ].flat()
  expect(new Set(json.stays)).toEqual(new Set(left))
  const { devices } = (await visitor.ask('GET', '/api/devices')).json
  expect(devices).toHaveLength(left.length === 0 ? 0 : 1)
  expect(
    (await visitor.ask('POST', '/api/devices/00000000-0000-4000-8000-000000000000/release')).status,
  ).toBe(404)
})

test('each step is an event, and a browser that comes back hears what it missed', async () => {
  const { world, visitor } = await loggedIn()
  const { response } = await visitor.ask('GET', '/api/events')
  await visitor.put(device)
  const heard = await eventsUntil(response, /"status":"live"/)
  const steps = heard.slice(1).map((event) => JSON.parse(/^data: (.*)$/m.exec(event)![1]!))
  expect(steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
    'claim running',
    'join-server running',
    'network-server running',
    'application-server running',
    'done live',
  ])
  const [, third = ''] = /^id: (\S+)/m.exec(heard[3]!) ?? []
  const again = async (lastId: string): Promise<readonly string[]> => {
    const { response: late } = await visitor.ask('GET', '/api/events', undefined, { 'last-event-id': lastId })
    return eventsUntil(late, /"status":"live"|event: reload/)
  }
  expect((await again(third)).slice(1)).toEqual(heard.slice(4))
  // Of another run of the server: what was missed is not known.
  expect((await again('00000000-3'))[1]).toContain('event: reload')
  expect(world.log.map((line) => JSON.parse(line))).toMatchObject([
    { devEui: device.devEui, step: 'claim', outcome: 'done' },
    { step: 'join-server', outcome: 'done' },
    { step: 'network-server', outcome: 'done' },
    { step: 'application-server', outcome: 'done' },
  ])
})

test('a server that ends while an answer is awaited finds everything on its disk', async () => {
  const { world, visitor } = await loggedIn()
  world.simulator.inject('network-server', { kind: 'drop-after' })
  await visitor.put(device)
  await visitor.reach(device.devEui, 'waiting')
  await world.restart()
  expect((await visitor.ask('GET', '/api/devices')).status).toBe(401)
  await visitor.logIn()
  await visitor.reach(device.devEui, 'live')
  expect(world.simulator.world.applicationServer.size).toBe(1)
})

test('ten logins of a subscription have one transport key made, also two at once; another account has its own', async () => {
  const world = await openWorld()
  await Promise.all([world.visitor().logIn(), world.visitor().logIn()])
  for (let i = 0; i < 8; i++) {
    world.time.now += 120_000
    if (i === 4) await world.restart()
    expect((await world.visitor().logIn()).status).toBe(200)
  }
  expect(world.simulator.world.asKeys.size).toBe(1)
  await world.visitor().logIn(otherLogin)
  expect(world.simulator.world.asKeys.size).toBe(2)
})

test('with another private key than before, a new transport key is made', async () => {
  const world = await openWorld()
  await world.visitor().logIn()
  await world.restart(await openKey(join(world.folder, 'other')))
  expect((await world.visitor().logIn()).status).toBe(200)
  expect(world.simulator.world.asKeys.size).toBe(2)
})

test('two browsers of one account share its devices, and the last one that leaves stops them', async () => {
  const { world, visitor: one } = await loggedIn()
  const two = world.visitor()
  await two.logIn()
  world.simulator.inject('network-server', { kind: 'status', status: 500 })
  await one.put(device)
  const { id } = await two.reach(device.devEui, 'waiting')
  await one.ask('POST', '/api/logout')
  await two.ask('POST', `/api/devices/${id}/retry`)
  expect(await two.reach(device.devEui, 'live')).toMatchObject({ id })
})

test('no part of a token is in a log, an event, an answer, or on the disk; files are private', async () => {
  const { world, visitor } = await loggedIn()
  const { response } = await visitor.ask('GET', '/api/events')
  world.simulator.inject('claim', { kind: 'drop-before' })
  await visitor.put(device)
  const { id } = await visitor.reach(device.devEui, 'waiting')
  const answers = [JSON.stringify((await visitor.ask('POST', `/api/devices/${id}/retry`)).json)]
  await visitor.put({ ...second, ownerToken: device.ownerToken })
  await visitor.reach(second.devEui, 'stopped')
  await visitor.reach(device.devEui, 'live')
  answers.push(JSON.stringify((await visitor.ask('GET', '/api/devices')).json))
  answers.push(...(await eventsUntil(response, /"status":"live"/)), ...world.log)
  const names = readdirSync(world.folder, { recursive: true, encoding: 'utf8' })
  const files = names.map((name) => join(world.folder, name)).filter((path) => statSync(path).isFile())
  const everything = [...answers, ...files.map((path) => readFileSync(path, 'latin1')), ...names].join('\n')
  const { asKeys } = world.simulator.world
  const secrets = [
    ...tokenParts([device, second]),
    ...[...asKeys.values()].map(({ key }) => key),
    demoLogin.clientSecret,
    demoLogin.busitToken,
  ]
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([])
  // What it would look like: the device is there.
  expect(everything).toContain(device.devEui)
  for (const path of files) expect([path, (statSync(path).mode & 0o077).toString(8)]).toEqual([path, '0'])
})
