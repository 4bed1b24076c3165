import type { World } from '../world/world.ts'

/** The configuration of a User Portal for these servers, as `parseConfiguration` of provisioning reads it. */
export function portalDocument(world: World): object {
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
