import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import type { HttpRequest } from '../http/fetch.ts'
import type { CallOptions } from '../ports.ts'
import { theThingsStackDialect } from './dialect.ts'
import type { StackProfile, TheThingsStackDialect } from './dialect.ts'

export interface TheThingsStackOptions extends ConnectorOptions {
  /** The application that devices are claimed into. */
  readonly application: string
  /** By Device Profile ID of the configuration: The Things Stack has no such IDs of its own. */
  readonly profiles: Readonly<Record<string, StackProfile>>
  /** A device's ID there, at most 36 of `a-z`, `0-9` and single dashes. Default: `eui-` and the DevEUI. */
  readonly deviceId?: ((devEui: string) => string) | undefined
  readonly dialect?: Partial<TheThingsStackDialect> | undefined
}

/** What the connectors of the three servers share. */
export interface StackConnection {
  readonly application: string
  /** Host of the servers, without a scheme. */
  readonly host: string
  readonly idOf: (devEui: string) => string
  readonly ids: (devEui: string, joinEui: string) => object
  /** Below the API's path. */
  readonly ask: <T>(
    method: HttpRequest['method'],
    path: string,
    json: object | undefined,
    read: (body: unknown) => T | undefined,
    call?: CallOptions,
  ) => Promise<Answer<T>>
  /** The path of a device in a registry: `''`, `/ns` or `/as`. */
  readonly devicePath: (registry: string, devEui: string) => string
  /** The value, or `undefined` when the server says that it is not there. */
  readonly ifThere: <T>(answer: Answer<T>) => Answer<T | undefined>
}

export function connectionTo(options: TheThingsStackOptions): StackConnection {
  const { application, deviceId = (devEui: string) => `eui-${devEui.toLowerCase()}` } = options
  const { basePath, errors } = { ...theThingsStackDialect, ...options.dialect }
  const address = secureAddress(options.address, 'address')
  const devices = `/applications/${encodeURIComponent(application)}/devices`
  return {
    application,
    host: address.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, ''),
    idOf: deviceId,
    ids: (devEui, joinEui) => ({
      device_id: deviceId(devEui),
      application_ids: { application_id: application },
      dev_eui: devEui,
      join_eui: joinEui,
    }),
    ask: (method, path, json, read, call) =>
      exchange(
        options,
        { method, url: `${address}${basePath}${path}`, json, errors, read: ({ body }) => read(body) },
        call,
      ),
    devicePath: (registry, devEui) => `${registry}${devices}/${encodeURIComponent(deviceId(devEui))}`,
    ifThere: (answer) => (answer.ok || answer.fault.code !== 'not-found' ? answer : answered(undefined)),
  }
}
