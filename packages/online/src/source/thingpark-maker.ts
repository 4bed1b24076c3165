import { onlineError } from '../issue/issue.ts'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'
import { isJson, jsonServer, tokenIn } from './json-server.ts'
import type { Json, JsonServerOptions, ServerFetch, ServerResponse } from './json-server.ts'
import type { TokenSource } from './token-source.ts'

export type MakerFetch = ServerFetch
export type MakerResponse = ServerResponse

/**
 * The unpublished parts of ThingPark's DX Maker API: defaults, to be replaced by what your contract says. Paths and
 * the names in the request are published; whether the answer contains the ownerToken, and under which name, is not.
 */
export interface ThingparkMakerDialect {
  /** Published. */
  readonly basePath: string
  /** Body of `POST /factoryDevices`. Published. */
  readonly request: { readonly devEui: string; readonly joinEui: string; readonly hsmGroupId: string }
  /** Further members of the body, such as `tkmInfo`. Unpublished. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Names in a device of an answer. `ownerToken` is unpublished. */
  readonly answer: { readonly devEui: string; readonly ownerToken: string }
}

export const thingparkMakerDialect: ThingparkMakerDialect = {
  basePath: '/maker/latest/api',
  request: { devEui: 'deviceEUI', joinEui: 'joinEUI', hsmGroupId: 'hsmGroupId' },
  extra: {},
  answer: { devEui: 'deviceEUI', ownerToken: 'ownerToken' },
}

/** The address is `https://{host}`, without the base path, which is the dialect's. */
export interface ThingparkMakerOptions extends JsonServerOptions {
  readonly hsmGroupId: string
  readonly dialect?: Partial<ThingparkMakerDialect> | undefined
}

/**
 * ThingPark's maker API as token source: pushes the device record to the Join Server, which issues the ownerToken.
 * Every attempt but the first looks whether the record is there already. Wrap it in `retrying` to limit its time.
 *
 * @throws OnlineError `option-invalid` (an address that is not https)
 *
 * @example
 * ```ts
 * import { retrying } from '@claimtag/online'
 * import { thingparkMaker } from '@claimtag/online/thingpark-maker'
 *
 * const maker = thingparkMaker({
 *   fetch,
 *   authorization: () => 'Bearer token-of-the-account',
 *   address: 'https://dx.example.com',
 *   hsmGroupId: 'HSM_LABS_PROD',
 * })
 * const tokens = retrying(maker)
 * ```
 */
export function thingparkMaker(options: ThingparkMakerOptions): TokenSource {
  const { hsmGroupId } = options
  const dialect = { ...thingparkMakerDialect, ...options.dialect }
  const { request: names, answer: answers } = dialect
  const ask = jsonServer(options)
  const devices = `${dialect.basePath}/factoryDevices`

  async function lookUp({ devEui }: NormalDevice, signal: PlatformSignal): Promise<string | undefined> {
    const listed = await ask(`${devices}?deviceEUI=${devEui}`, undefined, signal)
    const found = Array.isArray(listed) ? listed : [listed]
    const own = found.find((one): one is Json => isJson(one) && isSameEui(one[answers.devEui], devEui))
    return own === undefined ? undefined : tokenIn(own, answers.ownerToken)
  }

  const source: TokenSource = async (device, { attempt, isReissue, signal }) => {
    if (attempt > 1 && isReissue !== true) {
      const found = await lookUp(device, signal)
      if (found !== undefined) return found
    }
    const body = {
      ...dialect.extra,
      [names.devEui]: device.devEui,
      ...(device.joinEui === undefined ? {} : { [names.joinEui]: device.joinEui }),
      [names.hsmGroupId]: hsmGroupId,
    }
    const made = await ask(devices, body, signal)
    // Where the answer to the record does not carry the token, the list does.
    const token = tokenIn(made, answers.ownerToken) ?? (await lookUp(device, signal))
    if (token === undefined)
      throw onlineError({ code: 'token-empty', devEui: device.devEui, field: 'ownerToken' })
    return token
  }
  return Object.assign(source, { lookUp })
}

function isSameEui(written: unknown, devEui: string): boolean {
  return typeof written === 'string' && written.toUpperCase() === devEui
}
