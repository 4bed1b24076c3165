import { parseConfiguration } from '@claimtag/provisioning/schema'
import { startSimulator } from 'claimtag-example-thingpark-simulator'
import { expect, test } from 'vitest'
import { devEui, joinEui, ownerToken } from './subjects.ts'

test('the portal.json of the simulator is one that provisioning reads', async () => {
  await using simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }] })
  const response = await fetch(`${simulator.address}/simulator/portal.json`)
  const configuration = parseConfiguration(await response.json())
  expect(configuration).toMatchObject({
    routingProfiles: { busit: { name: 'Busit' } },
    deviceProfileByJoinEui: { [joinEui]: 'LORA/GenericA.1.0.3a_ETSI' },
    homeNetId: '000002',
    hsmGroupId: 'HSM_LABS_PROD',
  })
})
