import { stackError } from '../http/refusals.ts'
import { holdsKey, isEui, isObject, jsonObject } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { StackDevice } from '../world/other-servers.ts'
import type { World } from '../world/world.ts'

/** A route of The Things Stack behind its API key. */
export type StackRoute = (
  operation: Route['operation'],
  method: Route['method'],
  path: string,
  answer: (request: Request, parts: Parts) => Reply,
) => Route

type Registry = 'identity' | 'network' | 'application'

/** The registries of Identity, Network and Application Server. A device has to be made at the first of them first. */
export function registryRoutes(world: World, route: StackRoute): readonly Route[] {
  const { devices, applications, frequencyPlans } = world.theThingsStack

  function create({ body }: Request, { application = '' }: Parts): Reply {
    const asked = deviceIn(body)
    if ('status' in asked) return asked
    const { ids, device } = asked
    if (!applications.includes(application)) return stackError(404, 'application_not_found')
    // With an address of a Join Server, the Stack would not ask the one that has the claim.
    if (device.join_server_address !== undefined) return stackError(400, 'validation')
    if ([...devices.values()].some((one) => one.devEui === ids.devEui && one.joinEui === ids.joinEui))
      return stackError(409, 'end_device_euis_taken')
    if (devices.has(`${application}/${ids.device}`)) return stackError(409, 'id_taken')
    devices.set(`${application}/${ids.device}`, {
      devEui: ids.devEui,
      joinEui: ids.joinEui,
      identity: device,
    })
    return { status: 200, body: { ids: device.ids, created_at: '2026-01-01T00:00:00Z' } }
  }

  function set(registry: Exclude<Registry, 'identity'>) {
    return ({ body }: Request, { application = '', device: id = '' }: Parts): Reply => {
      const asked = deviceIn(body)
      if ('status' in asked) return asked
      if (asked.paths.length === 0) return stackError(400, 'no_field_mask_paths')
      const entry = devices.get(`${application}/${id}`)
      // Without the device at the Identity Server it would be an orphan that no list shows.
      if (entry === undefined) return stackError(404, 'end_device_not_found')
      if (registry === 'network') {
        const { frequency_plan_id: plan, lorawan_version: version, lorawan_phy_version: phy } = asked.device
        if (typeof version !== 'string' || typeof phy !== 'string' || asked.device.supports_join !== true)
          return stackError(400, 'validation')
        if (typeof plan !== 'string' || !frequencyPlans.includes(plan))
          return stackError(400, 'unknown_frequency_plan')
      }
      entry[registry] = asked.device
      return { status: 200, body: { ids: asked.device.ids } }
    }
  }

  function get(registry: Registry) {
    return (_: Request, { application = '', device = '' }: Parts): Reply => {
      const found = devices.get(`${application}/${device}`)?.[registry]
      return found === undefined ? stackError(404, 'end_device_not_found') : { status: 200, body: found }
    }
  }

  function remove(registry: Registry) {
    return (_: Request, { application = '', device = '' }: Parts): Reply => {
      const key = `${application}/${device}`
      const entry: StackDevice | undefined = devices.get(key)
      if (entry?.[registry] === undefined) return stackError(404, 'end_device_not_found')
      if (registry === 'identity') devices.delete(key)
      else delete entry[registry]
      return { status: 200, body: {} }
    }
  }

  const one = '/applications/{application}/devices/{device}'
  return [
    route('identity-server', 'POST', '/applications/{application}/devices', create),
    route('find', 'GET', one, get('identity')),
    route('remove', 'DELETE', one, remove('identity')),
    route('network-server', 'PUT', `/ns${one}`, set('network')),
    route('find', 'GET', `/ns${one}`, get('network')),
    route('remove', 'DELETE', `/ns${one}`, remove('network')),
    route('application-server', 'PUT', `/as${one}`, set('application')),
    route('find', 'GET', `/as${one}`, get('application')),
    route('remove', 'DELETE', `/as${one}`, remove('application')),
  ]
}

interface AskedDevice {
  readonly ids: { readonly device: string; readonly devEui: string; readonly joinEui: string }
  readonly device: Readonly<Record<string, unknown>>
  readonly paths: readonly unknown[]
}

function deviceIn(body: string): AskedDevice | Reply {
  const { end_device: device, field_mask: mask } = jsonObject(body) ?? {}
  if (!isObject(device) || !isObject(device.ids) || holdsKey(device)) return stackError(400, 'validation')
  const { device_id: id, dev_eui: devEui, join_eui: joinEui } = device.ids
  if (typeof id !== 'string' || !isEui(devEui) || !isEui(joinEui)) return stackError(400, 'validation')
  const paths = isObject(mask) && Array.isArray(mask.paths) ? mask.paths : []
  return { ids: { device: id, devEui, joinEui }, device, paths }
}
