import { guardedRoutes, holdsKey, isObject, jsonObject, refusal } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { ListEntry, NetworkServerEntry, World } from '../world/world.ts'
import type { Accounts } from './accounts.ts'
import { createRadioDevice, radioDevice, usedPlaces } from './radio-devices.ts'

const OSS = '/thingpark/wireless/rest/subscriptions/{subscription}'

/** Number of entries in a page. */
const PAGE = 100

/** ThingPark Wireless by its OSS interface: `briefs`, members without a value as null, 404 behind the last page. */
export function thingparkWirelessRoutes(
  world: World,
  accounts: Accounts,
  now: () => number,
): readonly Route[] {
  const route = guardedRoutes('thingpark', (request) =>
    accounts.holder(request) === undefined ? refusal(401, 'no valid token') : undefined,
  )

  function page(request: Request, briefs: readonly object[]): Reply {
    if (world.repeatsPages) return { status: 200, body: { briefs, more: true, now: now() } }
    const from = (Number(request.query.get('pageIndex') ?? 1) - 1) * PAGE
    if (from > 0 && from >= briefs.length) return refusal(404, 'no such page')
    const more = briefs.length > from + PAGE
    return { status: 200, body: { briefs: briefs.slice(from, from + PAGE), more, now: now() } }
  }

  const list = (path: string, entries: readonly ListEntry[], brief: (entry: ListEntry) => object): Route =>
    route('lists', 'GET', `${OSS}${path}`, (request) => {
      const briefs = entries.map((entry) => ({
        ID: entry.ID,
        isDefault: entry.isDefault,
        href: `${path}/${encodeURIComponent(entry.ID)}`,
        ...brief(entry),
      }))
      return page(request, briefs)
    })

  function create({ path, body }: Request): Reply {
    const json = jsonObject(body)
    if (json === undefined || holdsKey(json)) return refusal(400, KEY_REFUSED)
    const made = createRadioDevice(world, {
      name: json.name,
      devEui: json.EUI,
      joinEui: json.appEUI,
      deviceProfileId: idOf(json.model),
      connectivityPlanId: idOf(json.networkSubscription),
      routingProfileId: idOf(json.appServersRoutingProfile),
    })
    return 'status' in made ? made : { status: 201, headers: { location: `${path}/${made.reference}` } }
  }

  function find(request: Request): Reply {
    const eui = request.query.get('deviceEUI')?.toUpperCase()
    const found = [...world.networkServer.values()].filter(
      ({ devEui }) => eui === undefined || devEui === eui,
    )
    return page(
      request,
      found.map((device) => deviceBrief(request.path, device)),
    )
  }

  function remove(_: Request, { reference = '' }: Parts): Reply {
    const device = radioDevice(world, reference)
    if (device === undefined) return refusal(404, 'no such device')
    world.networkServer.delete(device.devEui)
    return { status: 204 }
  }

  return [
    list('/networkSubscriptions', world.connectivityPlans, ({ ID, name, granted }) => ({
      name: null,
      commercialName: name,
      used: usedPlaces(world, ID),
      granted: granted ?? null,
    })),
    list('/deviceProfiles', world.deviceProfiles, named),
    list('/appServersRoutingProfiles', world.routingProfiles, named),
    route('network-server', 'POST', `${OSS}/devices`, create),
    route('find', 'GET', `${OSS}/devices`, find),
    route('remove', 'DELETE', `${OSS}/devices/{reference}`, remove),
  ]
}

export const KEY_REFUSED =
  'a JSON object is needed, without AppKey and HSM group: the Join Server is external'

function deviceBrief(path: string, device: NetworkServerEntry): object {
  return {
    name: device.name,
    EUI: device.devEui,
    appEUI: device.joinEui,
    model: { ID: device.deviceProfileId },
    networkSubscription: { ID: device.connectivityPlanId },
    appServersRoutingProfile: { ID: device.routingProfileId },
    href: `${path}/${device.reference}`,
  }
}

function named({ name }: ListEntry): object {
  return { name }
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value.ID : undefined
}
