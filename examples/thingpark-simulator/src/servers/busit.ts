import { refusalOf } from '../http/refusals.ts'
import type { Reply, Request, Route } from '../http/route.ts'
import type { BusitInstance } from '../world/other-servers.ts'
import type { World } from '../world/world.ts'
import { bearer } from './accounts.ts'

const VERSIONS = ['self', 'vanilla']

type Form = URLSearchParams

/**
 * Busit: forms in, HTTP 200 out, whatever happened. The rules for names, and that a name in use is an error like any
 * other, are those of its published server.
 */
export function busitRoutes(world: World): readonly Route[] {
  const { busit } = world
  let last = 0

  function insert(form: Form): Reply {
    const name = form.get('name') ?? ''
    const connector = Number(form.get('connector') ?? Number.NaN)
    if (name.length < 2 || name.length > 150 || !Number.isInteger(connector))
      return refused(412, 'a parameter is missing or has the wrong form')
    if (/^[0-9]+$/.test(name))
      return refused(
        500,
        'The instance name may not be numeric and may not start or end with special characters',
      )
    if (/^[\s_.-]|[\s_.-]{2,}|[\s_.-]$/.test(name))
      return refused(500, 'The instance name may not start, end or contain consecutive special characters')
    if ([...busit.instances.values()].some((one) => one.name === name))
      return refused(500, 'An instance already exists with this name.')
    if (!busit.connectors.has(connector))
      return refused(500, 'Impossible to create instance of pending connector.')
    const id = (last += 1)
    const config = new Map<string, string>()
    busit.instances.set(id, { id, name, connector, uuid: form.get('uuid') ?? '', config })
    return done({ name, id })
  }

  function configure(form: Form): Reply {
    const instance = busit.instances.get(Number(form.get('instance')))
    const key = form.get('key') ?? ''
    if (instance === undefined)
      return refused(403, 'The current user is not an administrator of the instance')
    if (!busit.connectors.get(instance.connector)?.includes(key)) return refused(404, 'no such key')
    instance.config.set(key, form.get('value') ?? '')
    const [devEui, key32] = [instance.config.get('deveui'), instance.config.get('astk')]
    if (devEui !== undefined && key32 !== undefined) world.applicationServer.set(devEui, key32)
    return done('OK')
  }

  function search(form: Form): Reply {
    if (!/^[a-zA-Z]{2}(_[a-zA-Z]{2})?$/.test(form.get('lang') ?? '')) return refused(412, 'lang is needed')
    const [uuid, connector] = [form.get('uuid'), form.get('connector')]
    const found = [...busit.instances.values()].filter(
      (one) =>
        (uuid === null || one.uuid === uuid) && (connector === null || one.connector === Number(connector)),
    )
    return done(found.slice(0, 10).map((one) => rowOf(one, form.get('extended') === '1')))
  }

  function remove(form: Form): Reply {
    const instance = busit.instances.get(Number(form.get('instance')))
    if (instance === undefined) return refused(404, 'no such instance')
    busit.instances.delete(instance.id)
    world.applicationServer.delete(instance.config.get('deveui') ?? '')
    return done('OK')
  }

  const actions: readonly (readonly [Route['operation'], string, (form: Form) => Reply])[] = [
    ['application-server', 'instance/insert', insert],
    ['application-server', 'instance/config/update', configure],
    ['find', 'instance/search', search],
    ['remove', 'instance/delete', remove],
  ]
  const answer = (act: (form: Form) => Reply) => (request: Request) =>
    isAccount(world, request) ? act(new URLSearchParams(request.body)) : refused(401, 'authentication failed')
  // Also below `/busit`, for a portal that reaches all servers by one host.
  return ['', '/busit'].flatMap((prefix) =>
    VERSIONS.flatMap((version) =>
      actions.map(([operation, path, act]): Route => ({
        operation,
        kind: 'busit',
        method: 'POST',
        path: `${prefix}/${version}/busit/${path}`,
        answer: answer(act),
      })),
    ),
  )
}

function isAccount({ busit, busitToken }: World, request: Request): boolean {
  return [busitToken, `${busit.user}:${busit.token}`].includes(bearer(request))
}

function done(response: unknown): Reply {
  return { status: 200, body: { response } }
}

function refused(code: number, message: string): Reply {
  return refusalOf('busit', code, message)
}

/** As the database gives it: all values are text. */
function rowOf({ id, name, connector, config }: BusitInstance, isExtended: boolean): object {
  const row = { instance_id: String(id), instance_name: name, instance_connector: String(connector) }
  const configs = [...config].map(([config_key, config_value]) => ({
    config_key,
    config_value,
    config_hidden: '0',
  }))
  return isExtended ? { ...row, configs } : row
}
