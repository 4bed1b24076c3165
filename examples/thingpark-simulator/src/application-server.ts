import { bearer } from './accounts.ts'
import { jsonObject, refusal } from './route.ts'
import type { Route } from './route.ts'
import type { World } from './world.ts'

/** Busit, which publishes no interface: this is the one that the connector assumes. */
export function applicationServerRoutes(world: World): readonly Route[] {
  return [
    {
      operation: 'application-server',
      method: 'POST',
      path: '/busit/devices',
      answer(request) {
        if (bearer(request) !== world.busitToken) return refusal(401, 'no valid token')
        const { devEUI, asTransportKey } = jsonObject(request.body) ?? {}
        if (
          typeof devEUI !== 'string' ||
          typeof asTransportKey !== 'string' ||
          !/^[0-9A-F]{32}$/.test(asTransportKey)
        ) {
          return refusal(400, 'devEUI and asTransportKey (32 hex digits) are needed')
        }
        world.applicationServer.set(devEUI, asTransportKey)
        return { status: 201, body: {} }
      },
    },
  ]
}
