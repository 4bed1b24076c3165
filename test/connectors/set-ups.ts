import { parseEui64 } from '@claimtag/core'
import { oneJoinServer } from '@claimtag/provisioning'
import type { NetworkServer, WorkflowPorts } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { chirpStack } from '@claimtag/provisioning/chirpstack'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import type { Fetch } from '@claimtag/provisioning/http'
import { devEuisIn, fileNetworkServer, thingparkBatchLine } from '@claimtag/provisioning/ns-file'
import { theThingsJoinServer } from '@claimtag/provisioning/the-things-join-server'
import { theThingsStack } from '@claimtag/provisioning/the-things-stack'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCore, thingparkDxCoreClaim } from '@claimtag/provisioning/thingpark-dx-core'
import type { DxCoreOptions } from '@claimtag/provisioning/thingpark-dx-core'
import { thingparkEnterprise } from '@claimtag/provisioning/thingpark-enterprise'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { demoAccount } from 'claimtag-example-thingpark-simulator'
import type { Operation, Simulator } from 'claimtag-example-thingpark-simulator'
import { ownServerAt } from './subjects.ts'

export const devEui = parseEui64('70B3D57ED00A0004')!
export const joinEui = parseEui64('70B3D57ED0000002')!
export const ownerToken = '7F3A19C4D2E85B60A1B2C3D4E5F60718'
export const record = { devEui, joinEui, ownerToken, format: 'tr005' }
const profile = {
  name: 'Class A',
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}

/** Servers that a device goes through. */
export interface SetUp {
  readonly deviceProfileId: string
  readonly routingProfileId: string
  readonly ports: (simulator: Simulator, fetch: Fetch) => Omit<WorkflowPorts, 'configuration' | 'unwrapKey'>
  /** The operations of the device's steps, in the order in which they come first. */
  readonly steps: readonly Operation[]
  /** What all servers have in the end. */
  readonly end: (simulator: Simulator) => unknown
  readonly expected: unknown
}

function stackOf({ address, world }: Simulator, fetch: Fetch) {
  const authorization = fixedToken(world.theThingsStack.apiKey)
  return theThingsStack({ fetch, address, authorization, application: 'demo-app', profiles: { a: profile } })
}

function busitOf({ address, world }: Simulator, fetch: Fetch) {
  return busit({ fetch, address, authorization: fixedToken(world.busitToken), connector: 1 })
}

/** ThingPark Activation and Busit, and between them a Network Server of ThingPark. */
function ofThingPark(
  networkServerOf: (options: Pick<DxCoreOptions, 'fetch' | 'address' | 'authorization'>) => NetworkServer,
): SetUp {
  return {
    deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
    routingProfileId: 'busit',
    ports(simulator, fetch) {
      const { address } = simulator
      const options = { fetch, address, authorization: demoAuthorization(address, fetch) }
      const { kmSubscription } = demoAccount
      return {
        joinServers: oneJoinServer(thingparkActivation({ ...options, kmSubscription })),
        networkServer: networkServerOf(options),
        applicationServer: busitOf(simulator, fetch),
      }
    },
    steps: ['claim', 'join-server', 'network-server', 'application-server'],
    end: endOfThingPark,
    expected: THINGPARK_END,
  }
}

function demoAuthorization(address: string, fetch: Fetch) {
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  return clientCredentials({ ...demoAccount, fetch, tokenUrl })
}

function endOfThingPark({ world }: Simulator): unknown {
  const device = world.joinServer.get(devEui)
  const [key] = [...world.asKeys.values()]
  const hasKey = world.applicationServer.get(devEui) === key?.key
  return [device?.claimedBy, device?.provisioned, [...world.networkServer.keys()], hasKey, world.asKeys.size]
}

const THINGPARK_END = [
  '42',
  { asKey: 'ask-1', homeNsNetID: '000002', hsmGroupID: 'HSM_LABS_PROD' },
  [devEui],
  true,
  1,
]

/** The file of each simulator's Network Server, which outlives the process that wrote it. */
const importFiles = new WeakMap<Simulator, string>()
const importFileOf = (simulator: Simulator): string => importFiles.get(simulator) ?? ''

/** What the server of one's own is sent of a device. */
const sentOf = (asTransportKey: unknown) => ({ label: devEui, keys: [asTransportKey] })

const item = (id: string) => [{ id, name: id, isDefault: true }]

export const SET_UPS: Readonly<Record<string, SetUp>> = {
  'The Things Stack': {
    deviceProfileId: 'a',
    routingProfileId: 'demo-app',
    ports(simulator, fetch) {
      const { joinServer, networkServer, applicationServer } = stackOf(simulator, fetch)
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
    ports(simulator, fetch) {
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
        applicationServer: busitOf(simulator, fetch),
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
    ports(simulator, fetch) {
      const { address } = simulator
      const authorization = demoAuthorization(address, fetch)
      const { kmSubscription } = demoAccount
      const { joinServer, networkServer } = thingparkDxCoreClaim({
        fetch,
        address,
        authorization,
        jsProfile: 'js',
        jsSubscriberRef: kmSubscription,
        joinServer: thingparkActivation({ fetch, address, authorization, kmSubscription }),
      })
      return {
        joinServers: oneJoinServer(joinServer),
        networkServer,
        applicationServer: busitOf(simulator, fetch),
      }
    },
    steps: ['network-server', 'join-server', 'application-server'],
    end: endOfThingPark,
    expected: THINGPARK_END,
  },
  'a file for the Network Server, and an Application Server of one’s own': {
    deviceProfileId: 'LORA/A',
    routingProfileId: 'own',
    ports(simulator, fetch) {
      const { address } = simulator
      const { kmSubscription } = demoAccount
      const authorization = demoAuthorization(address, fetch)
      return {
        joinServers: oneJoinServer(thingparkActivation({ fetch, authorization, address, kmSubscription })),
        networkServer: fileNetworkServer({
          append: async (line) => void importFiles.set(simulator, importFileOf(simulator) + line),
          line: thingparkBatchLine,
          // Of an earlier process.
          written: devEuisIn(importFileOf(simulator)),
          lists: {
            connectivityPlans: item('basic'),
            deviceProfiles: item('LORA/A'),
            routingProfiles: item('own'),
          },
        }),
        applicationServer: ownServerAt(simulator, fetch),
      }
    },
    steps: ['claim', 'join-server', 'application-server'],
    end(simulator) {
      const { world } = simulator
      const [key] = [...world.asKeys.values()]
      const isSent = JSON.stringify(world.own.devices.get(devEui)) === JSON.stringify(sentOf(key?.key))
      const { claimedBy } = world.joinServer.get(devEui) ?? {}
      return [claimedBy, importFileOf(simulator).split('\n').length - 1, isSent, world.asKeys.size]
    },
    expected: [demoAccount.kmSubscription, 1, true, 1],
  },
  'ThingPark Wireless': ofThingPark(thingparkWireless),
  'ThingPark Enterprise': ofThingPark((options) => thingparkEnterprise(options).networkServer),
  'DX Core': ofThingPark(thingparkDxCore),
}
