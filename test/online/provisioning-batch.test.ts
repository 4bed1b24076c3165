import type { Clock } from '@claimtag/core'
import { parseEui64 } from '@claimtag/core'
import { createWorkflow, memoryStore, oneJoinServer } from '@claimtag/provisioning'
import type { WorkflowPorts } from '@claimtag/provisioning'
import { provisionAll } from '@claimtag/provisioning/batch'
import type { ProvisioningJob } from '@claimtag/provisioning/batch'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { makeKeyPair } from '@claimtag/provisioning/unwrap'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Operation } from 'claimtag-example-thingpark-simulator'
import { expect, test } from 'vitest'

// A batch over real HTTP, whose Bearer tokens end several times while it runs.

const devices = Array.from({ length: 40 }, (_, index) => ({
  devEui: `70B3D57ED00A${index.toString(16).toUpperCase().padStart(4, '0')}`,
  joinEui: '70B3D57ED0000002',
  ownerToken: Buffer.from(`token of device ${index}`.padEnd(16, '.').slice(0, 16)).toString('base64'),
}))

const jobs: readonly ProvisioningJob[] = devices.map(({ devEui, joinEui, ownerToken }) => {
  const [device, join] = [parseEui64(devEui), parseEui64(joinEui)]
  if (device === undefined || join === undefined) throw new Error(devEui)
  return { record: { devEui: device, joinEui: join, ownerToken }, choice: { routingProfileId: 'busit' } }
})

test('the token of the session is renewed in mid-batch, and lost answers are made good', async () => {
  let time = Date.now()
  // Each look at it is twenty seconds later: 40 devices take an hour, and a token lives 5 minutes.
  const clock: Clock = { now: () => (time += 20_000), sleep: async (ms) => void (time += ms) }
  await using simulator = await startSimulator({ devices, accounts: [demoAccount], now: () => time })
  const { address } = simulator
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl, now: () => clock.now() })
  const { publicKeyPem, unwrapKey } = await makeKeyPair({ bits: 2048 })
  const { kmSubscription } = demoAccount
  // The interface of Busit, and before that the one that the simulator made up.
  const { busit: account } = simulator.world as {
    readonly busit?: { readonly user: string; readonly token: string }
  }
  const busitOptions = {
    fetch,
    authorization: fixedToken(
      account === undefined ? 'busit-demo-token' : `${account.user}:${account.token}`,
    ),
    address: account === undefined ? `${address}/busit` : address,
    connector: 1,
  }
  const ports: WorkflowPorts = {
    configuration: parseConfiguration({
      routingProfiles: { busit: { name: 'Busit' } },
      deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
      deviceProfileByJoinEui: { '70B3D57ED0000002': 'LORA/GenericA.1.0.3a_ETSI' },
      homeNetId: '000002',
      hsmGroupId: 'HSM_LABS_PROD',
    }),
    joinServers: oneJoinServer(thingparkActivation({ fetch, authorization, address, kmSubscription })),
    networkServer: thingparkWireless({ fetch, authorization, address }),
    applicationServer: busit(busitOptions),
    unwrapKey,
  }
  const login = await createWorkflow(ports).login(publicKeyPem)
  if (!login.ok) throw new Error(login.code)

  simulator.inject('claim', { kind: 'drop-after' }, 2)
  simulator.inject('join-server', { kind: 'status', status: 503 }, 2)
  // Tokens that are revoked, and not only old, are renewed as well.
  let settled = 0
  const onEvent = ({ type }: { readonly type: string }): void => {
    if (type === 'settled' && ++settled === 20) simulator.revokeTokens()
  }
  const most = { ms: 86_400_000 }
  const options = { ports, store: memoryStore(), session: login.session, clock, onEvent, most }
  const report = await provisionAll(jobs, options).report
  expect(report).toEqual({ done: 40, wereDone: 0, failed: [], left: [] })

  const { world, log } = simulator
  expect(world.networkServer.size).toBe(40)
  expect(world.applicationServer.size).toBe(40)
  expect(world.asKeys.size).toBe(1)
  const key = world.asKeys.get(login.session.asTransportKey.id)?.key
  for (const { devEui } of devices) expect(world.applicationServer.get(devEui)).toBe(key)
  const times = (operation: Operation) => log.filter((one) => one.operation === operation).length
  expect(times('token')).toBeGreaterThan(3)
  expect(times('as-key')).toBe(1)
})
