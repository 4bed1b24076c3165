import { guardedRoutes, holdsKey, jsonObject, refusal } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { NetworkServerEntry, World } from '../world/world.ts'
import type { Accounts } from './accounts.ts'
import { createRadioDevice, radioDevice, usedPlaces } from './radio-devices.ts'
import { KEY_REFUSED } from './thingpark-wireless.ts'

const DX = '/core/latest/api'
/** ThingPark Enterprise, which names plans and routes otherwise, and cannot claim. */
const ENTERPRISE = '/thingpark/dx/core/latest/api'
const PAGE = 100

/** DX Core: whole lists, devices in pages, and one call that creates and claims. */
export function dxCoreRoutes(world: World, accounts: Accounts): readonly Route[] {
  const route = guardedRoutes('dx', (request) =>
    accounts.holder(request) === undefined ? refusal(401, 'no valid token') : undefined,
  )

  const list = (path: string, entries: () => readonly object[]): Route =>
    route('lists', 'GET', path, () => ({ status: 200, body: entries() }))

  function create(request: Request): Reply {
    const { query, body } = request
    const json = jsonObject(body)
    if (json === undefined || holdsKey(json)) return refusal(400, KEY_REFUSED)
    if (json.activationType !== 'OTAA') return refusal(400, 'activationType is OTAA')
    const { name, EUI: devEui, applicationEUI: joinEui } = json
    const { deviceProfileId, connectivityPlanId, routingProfileId } = json
    const claim = query.has('deviceToken') ? claimable(request, json) : undefined
    if (claim !== undefined && 'status' in claim) return claim
    const made = createRadioDevice(world, {
      name,
      devEui,
      joinEui,
      deviceProfileId,
      connectivityPlanId,
      routingProfileId,
    })
    if ('status' in made) return made
    claim?.take()
    return { status: 201, body: deviceOf(made, claim !== undefined) }
  }

  /** What `deviceToken` claims at the standalone Join Server once the device could be created. */
  function claimable(
    { query }: Request,
    json: Readonly<Record<string, unknown>>,
  ): Reply | { take: () => void } {
    const subscriber = query.get('jsSubscriberRef')
    const key = typeof json.asKeyId === 'string' ? json.asKeyId : undefined
    if (subscriber === null || query.get('jsProfile') === null)
      return refusal(400, 'jsProfile and jsSubscriberRef are needed')
    if (key !== undefined && world.asKeys.get(key)?.kmSubscription !== subscriber)
      return refusal(400, 'asKeyId is unknown')
    const device = world.joinServer.get(String(json.EUI))
    if (
      device === undefined ||
      device.ownerToken !== query.get('deviceToken') ||
      device.claimedBy !== undefined
    )
      return refusal(403, 'the device token was refused')
    return {
      take() {
        device.claimedBy = subscriber
        if (key !== undefined)
          device.provisioned = {
            asKey: key,
            homeNsNetID: typeof json.homeNsNetID === 'string' ? json.homeNsNetID : '',
            hsmGroupID: '',
          }
      },
    }
  }

  function find({ query }: Request): Reply {
    const eui = query.get('deviceEUI')?.toUpperCase()
    const from = (Number(query.get('pageIndex') ?? 1) - 1) * PAGE
    const found = [...world.networkServer.values()].filter(
      ({ devEui }) => eui === undefined || devEui === eui,
    )
    return { status: 200, body: found.slice(from, from + PAGE).map((one) => deviceOf(one, true)) }
  }

  function remove(_: Request, { reference = '' }: Parts): Reply {
    const device = radioDevice(world, reference)
    if (device === undefined) return refusal(404, 'no such device')
    world.networkServer.delete(device.devEui)
    return { status: 204 }
  }

  function createAtEnterprise(request: Request): Reply {
    const json = jsonObject(request.body) ?? {}
    const { connectivityPlanName: plan, processingStrategyId, routeRefs, ...rest } = json
    if (request.query.has('deviceToken')) return refusal(400, 'devices cannot be claimed')
    if (processingStrategyId !== 'ROUTE' || !Array.isArray(routeRefs))
      return refusal(400, 'a route is needed')
    const connectivityPlanId = world.connectivityPlans.find(({ name }) => name === plan)?.ID
    const body = JSON.stringify({
      ...rest,
      connectivityPlanId,
      routingProfileId: (routeRefs as unknown[])[0],
    })
    return create({ ...request, body })
  }

  const plans = world.connectivityPlans
  const profiles = (): readonly object[] =>
    world.deviceProfiles.map(({ ID, ...rest }) => ({ id: ID, ...rest }))
  const routes = (idName: string) => (): readonly object[] =>
    world.routingProfiles.map(({ ID, name, isDefault }) => ({ [idName]: ID, name, default: isDefault }))
  const counted = (): readonly object[] =>
    plans.map(({ ID, name, isDefault, granted }) => ({
      id: ID,
      name,
      isDefault,
      grantedConnections: granted ?? null,
      usedConnections: usedPlaces(world, ID),
    }))

  return [
    list(`${DX}/connectivityPlans`, counted),
    list(`${DX}/deviceProfiles`, profiles),
    list(`${DX}/routingProfiles`, routes('id')),
    route('network-server', 'POST', `${DX}/devices`, create),
    list(`${ENTERPRISE}/connectivityPlans`, () => plans.map(({ name, isDefault }) => ({ name, isDefault }))),
    list(`${ENTERPRISE}/deviceProfiles`, profiles),
    list(`${ENTERPRISE}/routes`, routes('ref')),
    route('network-server', 'POST', `${ENTERPRISE}/devices`, createAtEnterprise),
    ...[DX, ENTERPRISE].flatMap((base) => [
      route('find', 'GET', `${base}/devices`, find),
      route('remove', 'DELETE', `${base}/devices/{reference}`, remove),
    ]),
  ]
}

function deviceOf(device: NetworkServerEntry, isClaimed: boolean): object {
  const { reference, name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = device
  return {
    ref: reference,
    name,
    EUI: devEui,
    applicationEUI: joinEui,
    activationType: 'OTAA',
    deviceProfileId,
    connectivityPlanId,
    routingProfileId,
    statistics: { commissioningState: isClaimed ? 'COMMISSIONED' : 'PERSONALIZED' },
  }
}
