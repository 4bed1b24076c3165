import { refusalOf } from '../http/refusals.ts'
import { guardedRoutes, holdsKey, isObject, jsonObject } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { World } from '../world/world.ts'
import { bearer } from './accounts.ts'

/**
 * ChirpStack v4 behind its REST proxy: a DevEUI that exists already is an error of the database (500), what the token
 * may not do is 401 without a word, and EUIs are lower case.
 */
export function chirpStackRoutes(world: World): readonly Route[] {
  const { chirpStack } = world

  const route = guardedRoutes('chirpstack', (request) =>
    bearer(request) === chirpStack.token ? undefined : refused(401, ''),
  )

  function create({ body }: Request): Reply {
    const { device } = jsonObject(body) ?? {}
    if (!isObject(device) || holdsKey(device)) return refused(400, 'device is missing, or holds a key')
    const { devEui, joinEui, name, applicationId, deviceProfileId } = device
    if (typeof devEui !== 'string' || !/^[0-9a-f]{16}$/i.test(devEui)) return refused(400, 'invalid EUI')
    if (typeof joinEui !== 'string' || typeof name !== 'string')
      return refused(400, 'joinEui and name are needed')
    if (applicationId !== chirpStack.applicationId) return refused(401, '')
    if (
      typeof deviceProfileId !== 'string' ||
      !chirpStack.deviceProfiles.some(({ id }) => id === deviceProfileId)
    )
      return refused(404, 'Object does not exist')
    const eui = devEui.toLowerCase()
    if (chirpStack.devices.size >= chirpStack.mostDevices)
      return refused(400, 'Max number of devices exceeded for tenant')
    if (chirpStack.devices.has(eui))
      return refused(500, 'duplicate key value violates unique constraint "device_pkey"')
    const entry = { devEui: eui, joinEui: joinEui.toLowerCase(), name, applicationId, deviceProfileId }
    chirpStack.devices.set(eui, entry)
    return { status: 200, body: {} }
  }

  function find(_: Request, { devEui = '' }: Parts): Reply {
    const device = chirpStack.devices.get(devEui.toLowerCase())
    return device === undefined
      ? refused(404, 'Object does not exist')
      : { status: 200, body: { device, tags: {} } }
  }

  function remove(_: Request, { devEui = '' }: Parts): Reply {
    return chirpStack.devices.delete(devEui.toLowerCase())
      ? { status: 200, body: {} }
      : refused(404, 'Object does not exist')
  }

  function profiles({ query }: Request): Reply {
    if (query.get('tenantId') !== chirpStack.tenantId) return refused(401, '')
    const [limit, offset] = [Number(query.get('limit') ?? 0), Number(query.get('offset') ?? 0)]
    const { deviceProfiles } = chirpStack
    const result = deviceProfiles.slice(offset, offset + limit)
    return { status: 200, body: { totalCount: deviceProfiles.length, result } }
  }

  return [
    route('network-server', 'POST', '/api/devices', create),
    route('find', 'GET', '/api/devices/{devEui}', find),
    route('remove', 'DELETE', '/api/devices/{devEui}', remove),
    route('lists', 'GET', '/api/device-profiles', profiles),
  ]
}

function refused(status: number, message: string): Reply {
  return refusalOf('chirpstack', status, message)
}
