import { stackError } from '../http/refusals.ts'
import { isEui, isObject, jsonObject } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { World } from '../world/world.ts'
import { bearer } from './accounts.ts'
import { registryRoutes } from './the-things-stack-registries.ts'
import type { StackRoute } from './the-things-stack-registries.ts'

const ROOT = '/api/v3'
const DEVICE_ID = /^[a-z0-9](?:[-]?[a-z0-9]){2,}$/

/** The Things Stack: the claiming server, which asks a Join Server, and the registries of IS, NS and AS. */
export function theThingsStackRoutes(world: World): readonly Route[] {
  const stack = world.theThingsStack
  const route: StackRoute = (operation, method, path, answer) => ({
    operation,
    kind: 'the-things-stack',
    method,
    path: `${ROOT}${path}`,
    answer: (request, parts) =>
      bearer(request) === stack.apiKey ? answer(request, parts) : stackError(401, 'unauthenticated'),
  })

  function claim({ body }: Request): Reply {
    const json = jsonObject(body) ?? {}
    const application = idOf(json.target_application_ids, 'application_id')
    const device = json.target_device_id
    const identified = identifiersIn(json)
    if (identified === undefined) return stackError(400, 'qr_code_data_invalid')
    if (typeof device !== 'string' || device.length > 36 || !DEVICE_ID.test(device))
      return stackError(400, 'validation')
    if (!stack.applications.includes(application)) return stackError(403, 'no_application_rights')
    const { joinEui, devEui, ownerToken } = identified
    if (!stack.claimableJoinEuis.has(joinEui)) return stackError(409, 'claiming_not_supported')
    const delivered = world.joinServer.get(devEui)
    if (delivered === undefined) return stackError(404, 'device_not_provisioned')
    if (delivered.ownerToken !== ownerToken || delivered.claimedBy !== undefined)
      return stackError(400, 'device_access_denied')
    delivered.claimedBy = claimant(application, device)
    const ids = {
      device_id: device,
      application_ids: { application_id: application },
      dev_eui: devEui,
      join_eui: joinEui,
    }
    return { status: 200, body: ids }
  }

  function claimInfo({ body }: Request): Reply {
    const { requests } = jsonObject(body) ?? {}
    if (!Array.isArray(requests) || requests.length < 1 || requests.length > 20)
      return stackError(400, 'validation')
    const infos = requests.map((request: unknown) => {
      const joinEui = isObject(request) ? String(request.join_eui).toUpperCase() : ''
      return { join_eui: joinEui, supports_claiming: stack.claimableJoinEuis.has(joinEui) }
    })
    return { status: 200, body: { infos } }
  }

  const claimed = ({ application = '', device = '' }: Parts) =>
    [...world.joinServer.values()].find(({ claimedBy }) => claimedBy === claimant(application, device))

  function status(_: Request, parts: Parts): Reply {
    const delivered = claimed(parts)
    if (delivered === undefined) return stackError(404, 'device_not_claimed')
    return { status: 200, body: { end_device_ids: { dev_eui: delivered.devEui }, home_net_id: '000013' } }
  }

  function release(_: Request, parts: Parts): Reply {
    const delivered = claimed(parts)
    if (delivered === undefined) return stackError(404, 'device_not_claimed')
    delete delivered.claimedBy
    return { status: 200, body: {} }
  }

  return [
    route('claim', 'POST', '/edcs/claim', claim),
    route('claim-info', 'POST', '/edcs/claim/info/batch', claimInfo),
    route('status', 'GET', '/edcs/claim/{application}/devices/{device}', status),
    route('release', 'DELETE', '/edcs/claim/{application}/devices/{device}', release),
    ...registryRoutes(world, route),
  ]
}

/** Whose claims these are, in `claimedBy`. */
function claimant(application: string, device: string): string {
  return `the-things-stack/${application}/${device}`
}

interface Identified {
  readonly joinEui: string
  readonly devEui: string
  readonly ownerToken: string
}

/** From the three identifiers, or from a code of TR005 in base64. */
function identifiersIn(json: Readonly<Record<string, unknown>>): Identified | undefined {
  const given = json.authenticated_identifiers
  if (isObject(given)) {
    const { join_eui: joinEui, dev_eui: devEui, authentication_code: ownerToken } = given
    return isEui(joinEui) &&
      isEui(devEui) &&
      typeof ownerToken === 'string' &&
      /^[A-Z0-9]{1,32}$/.test(ownerToken)
      ? { joinEui, devEui, ownerToken }
      : undefined
  }
  const text = Buffer.from(typeof json.qr_code === 'string' ? json.qr_code : '', 'base64').toString('latin1')
  const [, joinEui, devEui, rest = ''] =
    /^LW:D0:([0-9A-F]{16}):([0-9A-F]{16}):[0-9A-F]{8}(.*)$/.exec(text) ?? []
  const ownerToken = /:O([A-Z0-9]{1,32})(?::|$)/.exec(rest)?.[1]
  return joinEui !== undefined && devEui !== undefined && ownerToken !== undefined
    ? { joinEui, devEui, ownerToken }
    : undefined
}

function idOf(value: unknown, name: string): string {
  return isObject(value) && typeof value[name] === 'string' ? value[name] : ''
}
