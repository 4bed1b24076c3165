import { memoryStore } from '@claimtag/provisioning'
import { diskStore } from 'claimtag-example-user-portal'
import { demoDevices } from 'claimtag-example-user-portal/demo'
import { expect, test, vi } from 'vitest'
import { cases, FAULTS } from './faults.ts'
import { openWorld } from './harness.ts'

/** All forty in one world, each with a device of its own: a world a case would take minutes. */
test('a server that ends after any fault in any step loses nothing, and claims nothing twice', async () => {
  const kept = memoryStore()
  const states = async function* () {
    yield* await kept.list({ limit: cases.length })
  }
  // It outlives the portal as a database does; on a disk, the syncs alone would take a quarter of a minute.
  const world = await openWorld((folder) => ({ ...diskStore(folder), devices: () => ({ ...kept, states }) }))
  const visitor = world.visitor()
  await visitor.logIn()
  const stood: Record<string, number> = {}
  for (const [at, { step, fault }] of cases.entries()) {
    const device = demoDevices[at]!
    world.simulator.inject(step, FAULTS[fault]!)
    await visitor.put(device)
    const { status } = await vi.waitFor(
      async () => {
        const { devices } = (await visitor.ask('GET', '/api/devices')).json
        const found = devices.find(({ devEui }: { devEui: string }) => devEui === device.devEui)
        expect(found.status).not.toBe('running')
        return found
      },
      { timeout: 30_000, interval: 5 },
    )
    stood[step] = (stood[step] ?? 0) + Number(status !== 'live')
  }
  // What cannot be asked beforehand does not stop a device.
  expect(stood).toEqual({
    find: 0,
    claim: 8,
    'join-server': 8,
    'network-server': 8,
    'application-server': 8,
  })

  await world.restart()
  expect((await visitor.ask('GET', '/api/devices')).status).toBe(401)
  await visitor.logIn()
  // A browser sends again what it has not seen claimed.
  for (const [at, { step }] of cases.entries()) if (step === 'claim') await visitor.put(demoDevices[at]!)
  const { joinServer, networkServer, applicationServer, asKeys } = world.simulator.world
  for (const [at, { step, fault }] of cases.entries()) {
    const { devEui } = demoDevices[at]!
    await visitor.reach(devEui, 'live')
    const { claimedBy, provisioned } = joinServer.get(devEui)!
    const key = asKeys.get(provisioned?.asKey ?? '')?.key
    const end = [claimedBy, networkServer.get(devEui)?.routingProfileId, applicationServer.get(devEui)]
    expect([step, fault, ...end]).toEqual([step, fault, '42', 'busit', key])
  }
  const claimed = world.log.filter((line) => line.includes('"step":"claim","outcome":"done"'))
  expect(claimed).toHaveLength(cases.length)
  // Each once, and once more where the first was stopped.
  const sent = world.simulator.log.filter(({ operation }) => operation === 'claim')
  expect(sent).toHaveLength(cases.length + Object.keys(FAULTS).length)
})
