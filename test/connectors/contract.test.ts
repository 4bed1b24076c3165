import {
  applicationServerContract,
  joinServerContract,
  networkServerContract,
} from '@claimtag/provisioning/contract'
import { parsePortal } from '@claimtag/provisioning/portal'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { startSimulator } from 'claimtag-example-thingpark-simulator'
import { describe, expect, test } from 'vitest'
import {
  applicationServerNames,
  applicationServerOf,
  asTransportKey,
  devEui,
  joinEui,
  joinServerNames,
  joinServerOf,
  networkServerNames,
  networkServerOf,
  ownerToken,
} from './subjects.ts'

// Every connector does over HTTP what the workflow relies on.

describe.each(joinServerNames)('%s as Join Server', (name) => {
  test.each(joinServerContract(() => joinServerOf(name)))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe.each(networkServerNames)('%s as Network Server', (name) => {
  test.each(networkServerContract(() => networkServerOf(name)))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe.each(applicationServerNames)('%s as Application Server', (name) => {
  test.each(applicationServerContract(() => applicationServerOf(name)))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

test('an Application Server of one’s own is sent what its template says', async () => {
  const { server, device, simulator, close } = await applicationServerOf('http-application-server')
  await server.provision(device)
  await close()
  expect([...simulator.world.own.devices]).toEqual([[devEui, { label: 'meter', keys: [asTransportKey] }]])
})

describe('over TLS', () => {
  test.each(joinServerContract(() => joinServerOf('thingpark-activation', 'tls')))(
    '$name',
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )
  test.each(networkServerContract(() => networkServerOf('thingpark-wireless', 'tls')))(
    '$name',
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )
  test.each(applicationServerContract(() => applicationServerOf('busit', 'tls')))(
    '$name',
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )
})

/** A connector that says yes and does nothing. */
async function lazy() {
  const subject = await networkServerOf('thingpark-wireless')
  return { ...subject, server: { ...subject.server, provision: done } }
}

async function done() {
  return { ok: true as const, value: {} }
}

test('what breaks the contract is told', async () => {
  const names: string[] = []
  for (const { name, run } of networkServerContract(lazy)) await run().catch(() => names.push(name))
  expect(names).toEqual([
    'makes a device once',
    'finds a device, and only one that is there',
    'removes a device, which may then be made again',
    'counts the places that a plan has left, if it does',
  ])
})

test('a list of a server that gives every page again is taken once', async () => {
  const { server, simulator, close } = await networkServerOf('thingpark-wireless')
  simulator.world.repeatsPages = true
  const profiles = await server.deviceProfiles()
  await close()
  expect(profiles.ok && profiles.value.map(({ name }) => name)).toEqual([
    'Generic class A',
    'Generic class C',
  ])
})

describe('a limit that was passed is told with the time to wait', () => {
  test.each(joinServerNames)('by %s', async (name) => {
    const { server, simulator, device, close } = await joinServerOf(name)
    for (const operation of ['claim', 'network-server'] as const)
      simulator.limit(operation, { requests: 0, seconds: 3600 })
    const answer = await server.claim(device)
    await close()
    expect(answer).toMatchObject({ fault: { code: 'rate-limited', retryable: true, uncertain: false } })
    // An hour, less what has gone by until the answer was made.
    expect(answer.ok ? 0 : answer.fault.retryAfterSeconds).toBeGreaterThan(3000)
  })

  test('by Busit, in a body of status 200', async () => {
    const { server, simulator, device, close } = await applicationServerOf('busit')
    simulator.limit('application-server', { requests: 1, seconds: 3600 })
    const answer = await server.provision(device)
    simulator.limit('application-server', undefined)
    const again = await server.provision(device)
    await close()
    // The instance was made before the limit was passed, and is taken up again.
    expect(answer).toMatchObject({ fault: { code: 'rate-limited', uncertain: true } })
    expect(answer.ok ? 0 : answer.fault.retryAfterSeconds).toBeGreaterThan(3000)
    expect([again.ok, simulator.world.busit.instances.size]).toEqual([true, 1])
  })
})

test('the documents of the simulator are some that provisioning reads', async () => {
  await using simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }] })
  const read = async (name: string) => (await fetch(`${simulator.address}/simulator/${name}`)).json()
  expect(parsePortal(await read('portal.json')).accounts).toMatchObject({
    busit: { token: { env: 'BUSIT_TOKEN' } },
  })
  expect(parseConfiguration(await read('configuration.json'))).toMatchObject({
    routingProfiles: { busit: { name: 'Busit' } },
    deviceProfileByJoinEui: { [joinEui]: 'LORA/GenericA.1.0.3a_ETSI' },
    homeNetId: '000002',
    hsmGroupId: 'HSM_LABS_PROD',
  })
})
