import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { parseEui64 } from '@claimtag/core'
import { createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import type { ProvisioningState, WorkflowPorts } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { chirpStack } from '@claimtag/provisioning/chirpstack'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { theThingsJoinServer } from '@claimtag/provisioning/the-things-join-server'
import { theThingsStack } from '@claimtag/provisioning/the-things-stack'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCoreClaim } from '@claimtag/provisioning/thingpark-dx-core'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Effect, Operation, Simulator } from 'claimtag-example-thingpark-simulator'
import { describe, expect, test } from 'vitest'

// From a record to servers of several makers, with an answer lost at every step: one claim, one device, the same end.

const devEui = parseEui64('70B3D57ED00A0004')!
const joinEui = parseEui64('70B3D57ED0000002')!
const ownerToken = '7F3A19C4D2E85B60A1B2C3D4E5F60718'
const record = { devEui, joinEui, ownerToken, format: 'tr005' }
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const oaep = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const unwrapKey = async (encrypted: string) =>
  privateDecrypt(oaep, Buffer.from(encrypted, 'base64')).toString('hex').toUpperCase()

const profile = {
  name: 'Class A',
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}

interface SetUp {
  readonly deviceProfileId: string
  readonly routingProfileId: string
  readonly ports: (simulator: Simulator) => Omit<WorkflowPorts, 'configuration' | 'unwrapKey'>
  /** The operations of the device's steps, in the order in which they come first. */
  readonly steps: readonly Operation[]
  /** What all servers have in the end. */
  readonly end: (simulator: Simulator) => unknown
  readonly expected: unknown
}

function stackOf({ address, world }: Simulator) {
  const authorization = fixedToken(world.theThingsStack.apiKey)
  return theThingsStack({ fetch, address, authorization, application: 'demo-app', profiles: { a: profile } })
}

function busitOf({ address, world }: Simulator) {
  return busit({ fetch, address, authorization: fixedToken(world.busitToken), connector: 1 })
}

const SET_UPS: Readonly<Record<string, SetUp>> = {
  'The Things Stack': {
    deviceProfileId: 'a',
    routingProfileId: 'demo-app',
    ports(simulator) {
      const { joinServer, networkServer, applicationServer } = stackOf(simulator)
      return { joinServers: oneJoinServer(joinServer), networkServer, applicationServer }
    },
    steps: ['claim', 'identity-server', 'network-server', 'application-server'],
    end: ({ world }) => {
      const [[id, one] = []] = [...world.theThingsStack.devices]
      const claimedBy = world.joinServer.get(devEui)?.claimedBy
      return [world.theThingsStack.devices.size, id, claimedBy, one && Object.keys(one)]
    },
    expected: [
      1,
      'demo-app/eui-70b3d57ed00a0004',
      'the-things-stack/demo-app/eui-70b3d57ed00a0004',
      ['devEui', 'joinEui', 'identity', 'network', 'application'],
    ],
  },
  'The Things Join Server and ChirpStack': {
    deviceProfileId: '8c3f08c9-b6ee-40f9-bfde-0ff7a0b292fc',
    routingProfileId: 'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
    ports(simulator) {
      const { address, world } = simulator
      const { tenantId, applicationId, token } = world.chirpStack
      const authorization = fixedToken(token)
      const externalJoinEuis = ['70B3D57ED0000000/40']
      return {
        joinServers: oneJoinServer(
          theThingsJoinServer({
            fetch,
            address,
            authorization: fixedToken(world.theThingsStack.apiKey),
            homeNetId: '000002',
            asId: 'as.example',
          }),
        ),
        networkServer: chirpStack({
          fetch,
          address,
          authorization,
          tenantId,
          applicationId,
          externalJoinEuis,
        }),
        applicationServer: busitOf(simulator),
      }
    },
    steps: ['claim', 'network-server', 'application-server'],
    end: ({ world }) => [
      world.joinServer.get(devEui)?.claim,
      [...world.chirpStack.devices.keys()],
      world.busit.instances.size,
      world.applicationServer.get(devEui),
    ],
    expected: [{ homeNetID: '000002', locked: true, asID: 'as.example' }, ['70b3d57ed00a0004'], 1, 'none'],
  },
  'DX Core in one call': {
    deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
    routingProfileId: 'busit',
    ports(simulator) {
      const { address } = simulator
      const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
      const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl })
      const { kmSubscription } = demoAccount
      const { joinServer, networkServer } = thingparkDxCoreClaim({
        fetch,
        address,
        authorization,
        jsProfile: 'js',
        jsSubscriberRef: kmSubscription,
        joinServer: thingparkActivation({ fetch, address, authorization, kmSubscription }),
        deviceFor: () => ({
          name: devEui,
          deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
          connectivityPlanId: 'plan-basic',
          routingProfileId: 'busit',
        }),
      })
      return { joinServers: oneJoinServer(joinServer), networkServer, applicationServer: busitOf(simulator) }
    },
    steps: ['network-server', 'join-server', 'application-server'],
    end: ({ world }) => [
      world.joinServer.get(devEui)?.claimedBy,
      world.joinServer.get(devEui)?.provisioned,
      [...world.networkServer.keys()],
      world.applicationServer.get(devEui) === [...world.asKeys.values()][0]?.key,
      world.asKeys.size,
    ],
    expected: [
      '42',
      { asKey: 'ask-1', homeNsNetID: '000002', hsmGroupID: 'HSM_LABS_PROD' },
      [devEui],
      true,
      1,
    ],
  },
}

const EFFECTS: readonly Effect[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'status-after', status: 504 },
  { kind: 'half' },
  { kind: 'status', status: 503, retryAfterSeconds: 1 },
  { kind: 'text', text: '<html>Sign in</html>' },
]

describe.each(Object.entries(SET_UPS))('%s', (_, setUp) => {
  async function run(effect?: Effect, operation?: Operation) {
    const simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }] })
    try {
      const { deviceProfileId, routingProfileId } = setUp
      const configuration = parseConfiguration({
        routingProfiles: { [routingProfileId]: { name: 'the route' } },
        deviceProfiles: { [deviceProfileId]: { name: 'the profile' } },
        deviceProfileByJoinEui: { [joinEui]: deviceProfileId },
        homeNetId: '000002',
        hsmGroupId: 'HSM_LABS_PROD',
      })
      const saved: string[] = []
      const save = async (state: ProvisioningState) => void saved.push(JSON.stringify(state))
      const workflow = createWorkflow({ ...setUp.ports(simulator), configuration, unwrapKey, save })
      const login = await workflow.login(publicKeyPem)
      if (!login.ok) throw new Error(login.code)
      const { session } = login
      if (effect !== undefined && operation !== undefined) simulator.inject(operation, effect)
      let result = await workflow.provision(session, record, { routingProfileId })
      for (let attempt = 1; !result.ok && attempt <= 3; attempt++) {
        expect(result).toMatchObject({ retryable: true })
        if (result.state === undefined) throw new Error(result.code)
        result = await workflow.resume({ session, state: result.state, ownerToken })
      }
      const done = simulator.log.filter((one) => one.status !== 'dropped' && one.status < 300)
      expect(saved.join()).not.toContain(ownerToken)
      return {
        ok: result.ok,
        end: setUp.end(simulator),
        claims: done.filter((one) => one.operation === 'claim').length,
      }
    } finally {
      await simulator.close()
    }
  }

  test('all servers know the device in the end', async () => {
    expect(await run()).toMatchObject({ ok: true, end: setUp.expected })
  })

  test.each(setUp.steps)('whatever becomes of a request to %s, the end is the same', async (operation) => {
    for (const effect of EFFECTS) {
      const result = await run(effect, operation)
      expect({ effect, ...result }).toMatchObject({ effect, ok: true, end: setUp.expected })
      // The page of a captive portal is a 200 too.
      expect(result.claims).toBeLessThanOrEqual(effect.kind === 'text' ? 2 : 1)
    }
  })
})
