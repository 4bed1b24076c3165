import type { World } from '../world/world.ts'

/** The names of the variables that hold the secrets, and their values: a portal's document holds none. */
export function secretsOf({ accounts, busit }: World): Readonly<Record<string, string>> {
  return {
    THINGPARK_SECRET: accounts[0]?.clientSecret ?? '',
    BUSIT_TOKEN: `${busit.user}:${busit.token}`,
  }
}

/** The document of a portal for these servers: what to provision, where, and as whom. */
export function portalDocument(world: World, address: string): object {
  const { clientId = '', kmSubscription = '' } = world.accounts[0] ?? {}
  const thingpark = { address, account: 'thingpark' }
  return {
    ...configurationDocument(world),
    accounts: {
      thingpark: {
        tokenUrl: `${address}/users-auth/protocol/openid-connect/token`,
        clientId,
        clientSecret: { env: 'THINGPARK_SECRET' },
      },
      busit: { token: { env: 'BUSIT_TOKEN' } },
    },
    joinServers: [{ kind: 'thingpark-activation', kmSubscription, ...thingpark }],
    networkServer: { kind: 'thingpark-wireless', ...thingpark },
    applicationServer: { kind: 'busit', address, account: 'busit', connector: 1 },
  }
}

/** The part of it that says what to provision, as `parseConfiguration` of provisioning reads it. */
export function configurationDocument(world: World): object {
  const profile = world.deviceProfiles.find(({ isDefault }) => isDefault)?.ID ?? ''
  const joinEuis = new Set([...world.joinServer.values()].map(({ joinEui }) => joinEui))
  return {
    routingProfiles: names(world.routingProfiles),
    deviceProfiles: names(world.deviceProfiles),
    deviceProfileByJoinEui: Object.fromEntries([...joinEuis].map((joinEui) => [joinEui, profile])),
    homeNetId: '000002',
    hsmGroupId: world.hsmGroups[0] ?? '',
  }
}

function names(entries: readonly { readonly ID: string; readonly name: string }[]): object {
  return Object.fromEntries(entries.map(({ ID, name }) => [ID, { name }]))
}
