import type { Accounts } from './accounts.ts'
import { isObject, jsonObject, refusal } from './route.ts'
import type { Reply, Request, Route } from './route.ts'
import type { ListEntry, NetworkServerEntry, World } from './world.ts'

const OSS = '/thingpark/wireless/rest/subscriptions/{subscription}'
const DX = '/core/latest/api'

/** Number of entries in a page. */
const PAGE = 100

/** ThingPark Wireless, by its OSS interface and by DX Core. */
export function networkServerRoutes(world: World, accounts: Accounts): readonly Route[] {
  function guarded(answer: (request: Request) => Reply): Route['answer'] {
    return (request) =>
      accounts.holder(request) === undefined ? refusal(401, 'no valid token') : answer(request)
  }

  function list(
    path: string,
    entries: readonly ListEntry[],
    style: (page: readonly ListEntry[], more: boolean) => unknown,
  ): Route {
    const answer = ({ query }: Request): Reply => {
      const from = (Number(query.get('pageIndex') ?? 1) - 1) * PAGE
      return { status: 200, body: style(entries.slice(from, from + PAGE), entries.length > from + PAGE) }
    }
    return { operation: 'lists', method: 'GET', path, answer: guarded(answer) }
  }

  function briefs(path: string, entries: readonly ListEntry[]): Route {
    const now = Date.now()
    return list(`${OSS}${path}`, entries, (page, more) => ({
      briefs: page.map((entry) => ({ ...entry, href: `${path}/${encodeURIComponent(entry.ID)}` })),
      more,
      now,
    }))
  }

  function array(path: string, entries: readonly ListEntry[]): Route {
    return list(`${DX}${path}`, entries, (page) => page.map(({ ID, ...rest }) => ({ id: ID, ...rest })))
  }

  function create(
    fields: Omit<Record<keyof NetworkServerEntry, unknown>, 'reference'>,
  ): NetworkServerEntry | Reply {
    const { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = fields
    if (typeof name !== 'string' || name === '') return refusal(400, 'name is needed')
    if (!isEui(devEui) || !isEui(joinEui)) return refusal(400, 'an EUI is 16 upper-case hex digits')
    if (!isListed(world.deviceProfiles, deviceProfileId)) return refusal(400, 'the device profile is unknown')
    if (!isListed(world.connectivityPlans, connectivityPlanId))
      return refusal(400, 'the connectivity plan is unknown')
    if (!isListed(world.routingProfiles, routingProfileId))
      return refusal(400, 'the routing profile is unknown')
    if (world.networkServer.has(devEui)) return refusal(409, 'the device exists')
    const reference = String(world.networkServer.size + 1)
    const device = { reference, name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
    world.networkServer.set(devEui, device)
    return device
  }

  function createByOss({ path, body }: Request): Reply {
    const json = jsonObject(body)
    if (json === undefined || holdsKey(json)) return refusal(400, KEY_REFUSED)
    const made = create({
      name: json.name,
      devEui: json.EUI,
      joinEui: json.appEUI,
      deviceProfileId: idOf(json.model),
      connectivityPlanId: idOf(json.networkSubscription),
      routingProfileId: idOf(json.appServersRoutingProfile),
    })
    return 'status' in made ? made : { status: 201, headers: { location: `${path}/${made.reference}` } }
  }

  function createByDx({ body }: Request): Reply {
    const json = jsonObject(body)
    if (json === undefined || holdsKey(json)) return refusal(400, KEY_REFUSED)
    if (json.activationType !== 'OTAA') return refusal(400, 'activationType is OTAA')
    const {
      name,
      EUI: devEui,
      applicationEUI: joinEui,
      deviceProfileId,
      connectivityPlanId,
      routingProfileId,
    } = json
    const made = create({ name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId })
    return 'status' in made ? made : { status: 201, body: { ref: made.reference, name, EUI: devEui } }
  }

  return [
    briefs('/networkSubscriptions', world.connectivityPlans),
    briefs('/deviceProfiles', world.deviceProfiles),
    briefs('/appServersRoutingProfiles', world.routingProfiles),
    { operation: 'network-server', method: 'POST', path: `${OSS}/devices`, answer: guarded(createByOss) },
    array('/connectivityPlans', world.connectivityPlans),
    array('/deviceProfiles', world.deviceProfiles),
    array('/routingProfiles', world.routingProfiles),
    { operation: 'network-server', method: 'POST', path: `${DX}/devices`, answer: guarded(createByDx) },
  ]
}

const KEY_REFUSED = 'a JSON object is needed, without AppKey and HSM group: the Join Server is external'

/** With an external Join Server the Network Server gets no root key and no HSM group (TPW 7.2, columns F and R). */
function holdsKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsKey)
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([name, member]) => /^(gen)?(app|nwk)[-_ ]?key$|hsm|ownertoken/i.test(name) || holdsKey(member),
  )
}

function isEui(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-F]{16}$/.test(value)
}

function isListed(entries: readonly ListEntry[], id: unknown): id is string {
  return entries.some(({ ID }) => ID === id)
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value.ID : undefined
}
