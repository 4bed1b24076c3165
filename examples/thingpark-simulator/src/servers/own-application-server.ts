import { guardedRoutes, jsonObject } from '../http/route.ts'
import type { Reply, Request, Route } from '../http/route.ts'
import type { World } from '../world/world.ts'

const TEXT = { 'content-type': 'text/plain' }
const OK: Reply = { status: 200, body: 'OK', headers: TEXT }

/** An Application Server as somebody wrote it for themselves: plain texts, and a key of its own in a header. */
export function ownApplicationServerRoutes({ own }: World): readonly Route[] {
  const route = guardedRoutes('own', ({ headers }) =>
    headers['x-api-key'] === own.apiKey ? undefined : said(401, 'who are you?'),
  )
  const path = '/own/devices/{devEui}'

  function put({ body }: Request, devEui: string): Reply {
    const device = jsonObject(body)
    if (device === undefined) return said(400, 'a device is a JSON object')
    own.devices.set(devEui, device)
    return OK
  }

  return [
    route('application-server', 'PUT', path, (request, { devEui = '' }) => put(request, devEui)),
    route('find', 'GET', path, (_, { devEui = '' }) => (own.devices.has(devEui) ? OK : NOT_THERE)),
    route('remove', 'DELETE', path, (_, { devEui = '' }) => (own.devices.delete(devEui) ? OK : NOT_THERE)),
  ]
}

function said(status: number, text: string): Reply {
  return { status, body: text, headers: TEXT }
}

const NOT_THERE = said(404, 'no such device')
