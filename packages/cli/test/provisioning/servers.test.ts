import { encode, tr005 } from '@claimtag/core'
import { expect, test } from 'vitest'
import { demoAccount, type World } from '../../../../examples/thingpark-simulator/src/index.ts'
import { claimtag } from '../command.ts'
import { contentsOf, ENV, openPortal } from './portal.ts'

// Each server of the simulator, named in a portal's document.

const devEui = '70B3D57ED00A0004'
const joinEui = '70B3D57ED0000002'
// The Things Stack takes digits and capitals only.
const ownerToken = 'C4FA5B1B2C3D4E5F'
const CODE = encode({ devEui, joinEui, ownerToken }, tr005)
const LORA = 'LORA/GenericA.1.0.3a_ETSI'
const CHIRPSTACK_PROFILE = '8c3f08c9-b6ee-40f9-bfde-0ff7a0b292fc'

interface Servers {
  readonly deviceProfile: string
  readonly routingProfile: string
  readonly members: Readonly<Record<string, unknown>>
}

/** By name: what a document says, what is there in the end, and what a release leaves. */
const SERVERS: readonly (readonly [
  name: string,
  (address: string, world: World) => Servers,
  (world: World) => unknown,
  stays: readonly string[],
])[] = [
  [
    'The Things Stack',
    (address, { theThingsStack: { applications } }) => {
      const [application = ''] = applications
      const profile = { name: 'A', lorawanVersion: 'MAC_V1_0_3', phyVersion: 'PHY_V1_0_3_REV_A' }
      const profiles = { a: { ...profile, frequencyPlanId: 'EU_863_870_TTN' } }
      const stack = { kind: 'the-things-stack', address, account: 'stack', application }
      const [joinServers, networkServer] = [[stack], { ...stack, profiles }]
      const members = { joinServers, networkServer, applicationServer: stack }
      return { deviceProfile: 'a', routingProfile: application, members }
    },
    ({ theThingsStack }) => theThingsStack.devices.size,
    [],
  ],
  [
    'The Things Join Server and ChirpStack',
    (address, { chirpStack: { tenantId, applicationId } }) => {
      const network = { kind: 'chirpstack', address, account: 'chirpstack', tenantId, applicationId }
      const join = { kind: 'the-things-join-server', address, account: 'stack' }
      const members = {
        joinServers: [{ ...join, homeNetId: '000002', asId: 'as.example.com' }],
        networkServer: { ...network, externalJoinEuis: ['70B3D57ED0000000/40'] },
      }
      return { deviceProfile: CHIRPSTACK_PROFILE, routingProfile: applicationId, members }
    },
    ({ chirpStack }) => chirpStack.devices.size,
    [],
  ],
  ...(['thingpark-dx-core', 'thingpark-enterprise'] as const).map(
    (kind) =>
      [
        kind,
        (address: string) => ({
          deviceProfile: LORA,
          routingProfile: 'busit',
          members: { networkServer: { kind, address, account: 'thingpark' } },
        }),
        ({ networkServer }: World) => networkServer.size,
        ['claim'],
      ] as const,
  ),
]

test.each(SERVERS)('%s: checked, provisioned and taken back', async (_, serversOf, countOf, stays) => {
  const thingpark = {
    clientId: demoAccount.clientId,
    clientSecret: { env: 'THINGPARK_SECRET' },
  }
  const { cwd, simulator } = await openPortal(
    ({ address, world }) => {
      const { deviceProfile, routingProfile, members } = serversOf(address, world)
      const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
      return {
        routingProfiles: { [routingProfile]: { name: 'The application' } },
        deviceProfiles: { [deviceProfile]: { name: 'Class A' } },
        deviceProfileByAppEui: { '70B3D57ED0000000/40': deviceProfile },
        accounts: {
          thingpark: { ...thingpark, tokenUrl },
          busit: { token: { file: 'busit.token' } },
          stack: { token: { env: 'STACK_KEY' } },
          chirpstack: { token: { env: 'CHIRPSTACK_TOKEN' } },
        },
        ...members,
      }
    },
    [{ devEui, joinEui, ownerToken }],
  )
  const { world } = simulator
  const secrets = { STACK_KEY: world.theThingsStack.apiKey, CHIRPSTACK_TOKEN: world.chirpStack.token }
  const setting = { cwd, env: { ...ENV, ...secrets } }
  const portal = ['--config', 'portal.json']
  expect(await claimtag(['config', 'check', 'portal.json'], setting)).toMatchObject({ code: 0 })
  const done = await claimtag(['provision', CODE, ...portal], setting)
  expect(done).toMatchObject({ code: 0, err: expect.stringContaining('✓ provisioned') as string })
  expect(countOf(world)).toBe(1)
  for (const secret of [ownerToken, ...Object.values(secrets)])
    expect(contentsOf(cwd) + done.err).not.toContain(secret)
  const released = await claimtag(['release', devEui, ...portal, '--json'], setting)
  expect(released.code).toBe(stays.length === 0 ? 0 : 3)
  const report = JSON.parse(released.out) as { stays: readonly { step: string }[] }
  expect(report.stays.map(({ step }) => step)).toEqual(stays)
  expect(countOf(world)).toBe(0)
})
