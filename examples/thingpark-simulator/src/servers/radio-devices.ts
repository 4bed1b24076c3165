import { isEui, refusal } from '../http/route.ts'
import type { Reply } from '../http/route.ts'
import type { ListEntry, NetworkServerEntry, World } from '../world/world.ts'

/** The members of a device that a request names, whatever they are. */
export type RadioFields = Omit<Record<keyof NetworkServerEntry, unknown>, 'reference'>

/** Creates a device at the Network Server, or says what is wrong with it. */
export function createRadioDevice(world: World, fields: RadioFields): NetworkServerEntry | Reply {
  const { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = fields
  if (typeof name !== 'string' || name === '') return refusal(400, 'name is needed')
  if (!isEui(devEui) || !isEui(joinEui)) return refusal(400, 'an EUI is 16 upper-case hex digits')
  if (!isListed(world.deviceProfiles, deviceProfileId)) return refusal(400, 'the device profile is unknown')
  if (!isListed(world.connectivityPlans, connectivityPlanId))
    return refusal(400, 'the connectivity plan is unknown')
  if (!isListed(world.routingProfiles, routingProfileId))
    return refusal(400, 'the routing profile is unknown')
  if (world.networkServer.has(devEui)) return refusal(409, 'the device exists')
  const { granted } = world.connectivityPlans.find(({ ID }) => ID === connectivityPlanId) ?? {}
  if (granted !== undefined && usedPlaces(world, connectivityPlanId) >= granted)
    return refusal(400, 'the connectivity plan is used up')
  const taken = [...world.networkServer.values()].map(({ reference }) => Number(reference))
  const reference = String(Math.max(0, ...taken) + 1)
  const device = { reference, name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
  world.networkServer.set(devEui, device)
  return device
}

/** How many devices a Connectivity Plan has. */
export function usedPlaces(world: World, connectivityPlanId: string): number {
  return [...world.networkServer.values()].filter((one) => one.connectivityPlanId === connectivityPlanId)
    .length
}

/** The device of a reference, or of `e{EUI}`. */
export function radioDevice(world: World, reference: string): NetworkServerEntry | undefined {
  const eui = /^e([0-9A-Fa-f]{16})$/.exec(reference)?.[1]?.toUpperCase()
  return [...world.networkServer.values()].find((one) => one.reference === reference || one.devEui === eui)
}

function isListed(entries: readonly ListEntry[], id: unknown): id is string {
  return entries.some(({ ID }) => ID === id)
}
