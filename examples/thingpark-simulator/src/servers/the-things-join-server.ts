import { isEui, jsonObject, refusal } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { World } from '../world/world.ts'
import { bearer } from './accounts.ts'

/** Whose claims these are, in `claimedBy`. */
const ACCOUNT = 'the-things-join-server'

/** The Things Join Server, version 2. */
export function theThingsJoinServerRoutes(world: World): readonly Route[] {
  function route(
    operation: Route['operation'],
    method: Route['method'],
    answer: (request: Request, devEui: string) => Reply,
  ): Route {
    return {
      operation,
      kind: 'the-things-join-server',
      method,
      path: '/api/v2/devices/{devEui}/claim',
      answer(request, { devEui = '' }: Parts) {
        // The real one asks for a client certificate.
        if (bearer(request) !== world.theThingsStack.apiKey) return refused(401, 'unauthenticated')
        return isEui(devEui) ? answer(request, devEui) : refused(400, 'the DevEUI is 16 hex digits')
      },
    }
  }

  function claim({ body }: Request, devEui: string): Reply {
    const device = world.joinServer.get(devEui)
    if (device === undefined) return refused(404, 'device not found')
    const json = jsonObject(body) ?? {}
    const { ownerToken, homeNetID, homeNSID, asID, lock } = json
    if (typeof ownerToken !== 'string' || typeof homeNetID !== 'string' || !/^[0-9A-F]{6}$/.test(homeNetID))
      return refused(400, 'ownerToken and homeNetID are needed')
    const isOurs = device.claimedBy === ACCOUNT
    const isOthers = device.claimedBy !== undefined && !isOurs
    if (device.ownerToken !== ownerToken || isOthers || (isOurs && device.claim?.locked === true))
      return refused(403, 'claim failed with given owner token')
    device.claimedBy = ACCOUNT
    device.claim = {
      homeNetID,
      locked: lock === true,
      ...(typeof homeNSID === 'string' ? { homeNSID } : {}),
      ...(typeof asID === 'string' ? { asID } : {}),
    }
    return { status: 200, body: {} }
  }

  function status(_: Request, devEui: string): Reply {
    const device = world.joinServer.get(devEui)
    if (device?.claimedBy === undefined) return refused(404, 'device not claimed')
    if (device.claimedBy !== ACCOUNT || device.claim === undefined) return refused(403, 'access denied')
    const { homeNetID, homeNSID, locked } = device.claim
    return { status: 200, body: { homeNetID, ...(homeNSID === undefined ? {} : { homeNSID }), locked } }
  }

  function release(_: Request, devEui: string): Reply {
    const device = world.joinServer.get(devEui)
    if (device?.claimedBy === undefined) return refused(404, 'device not claimed')
    if (device.claimedBy !== ACCOUNT) return refused(403, 'access denied')
    delete device.claimedBy
    delete device.claim
    return { status: 204 }
  }

  return [route('claim', 'PUT', claim), route('status', 'GET', status), route('release', 'DELETE', release)]
}

function refused(status: number, message: string): Reply {
  const { code: _, ...body } = refusal(status, message).body as { code: number; message: string }
  return { status, body }
}
