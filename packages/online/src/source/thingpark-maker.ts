import { onlineError } from '../issue/issue.ts'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'
import type { TokenSource } from './token-source.ts'

/** The part of a response that is read. */
export interface MakerResponse {
  readonly status: number
  text(): Promise<string>
}

/** The platform's `fetch`, or anything of this shape. */
export type MakerFetch = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST'
    readonly headers: Record<string, string>
    readonly body?: string
    /** Never followed: credentials would go to wherever the server points. */
    readonly redirect: 'manual'
    readonly signal: PlatformSignal
  },
) => Promise<MakerResponse>

/**
 * What is not publicly known of ThingPark's DX Maker API, as defaults to be replaced by what your contract says. Paths
 * and the names of the request are published; whether and under which name the answer carries the ownerToken is not.
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

export interface ThingparkMakerOptions {
  readonly fetch: MakerFetch
  /** Gives the `Authorization` header: `Bearer …`. `isRefused` says that the server did not take the last one. */
  readonly authorization: (request: {
    readonly isRefused: boolean
    readonly signal: PlatformSignal
  }) => string | Promise<string>
  /** `https://{host}`, without the base path, which is the dialect's. */
  readonly address: string
  readonly hsmGroupId: string
  readonly dialect?: Partial<ThingparkMakerDialect> | undefined
}

const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
/** An answer to one device is a few kilobytes. */
const LONGEST = 1 << 20

type Json = Readonly<Record<string, unknown>>

/**
 * ThingPark's maker API as token source: pushes the device record to the Join Server, which issues the ownerToken.
 * Anything but a first attempt looks first whether the record is there. Give it time limits with `retrying`.
 *
 * @throws ClaimtagError `option-invalid` for an address that is not https
 * @example
 * ```ts
 * const tokens = retrying(thingparkMaker({ fetch, authorization: () => `Bearer ${token}`, address, hsmGroupId }))
 * ```
 */
export function thingparkMaker(options: ThingparkMakerOptions): TokenSource {
  const { fetch, authorization, hsmGroupId } = options
  const dialect = { ...thingparkMakerDialect, ...options.dialect }
  const { request: names, answer: answers } = dialect
  if (!HTTPS.test(options.address) && !LOOPBACK.test(options.address)) {
    throw onlineError({
      code: 'option-invalid',
      option: 'address',
      expected: 'an https address without credentials',
    })
  }
  const devices = `${options.address.replace(/\/+$/, '')}${dialect.basePath}/factoryDevices`

  async function send(url: string, body: Json | undefined, signal: PlatformSignal): Promise<unknown> {
    for (const isRefused of [false, true]) {
      const headers = {
        accept: 'application/json',
        authorization: await authorization({ isRefused, signal }),
      }
      const response = await fetch(url, {
        redirect: 'manual',
        signal,
        ...(body === undefined
          ? { method: 'GET', headers }
          : {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
      })
      const text = await response.text()
      if (response.status === 401 && !isRefused) continue
      // The server's own words may hold what it was sent.
      if (response.status < 200 || response.status > 299)
        throw new Error(`the maker API answered ${response.status}`)
      return text.length > LONGEST || text.trim() === '' ? undefined : (JSON.parse(text) as unknown)
    }
    return undefined
  }

  async function lookUp({ devEui }: NormalDevice, signal: PlatformSignal): Promise<string | undefined> {
    const listed = await send(`${devices}?deviceEUI=${devEui}`, undefined, signal)
    const found = Array.isArray(listed) ? listed : [listed]
    const own = found.find((one): one is Json => isJson(one) && isSameEui(one[answers.devEui], devEui))
    return own === undefined ? undefined : tokenOf(own)
  }

  function tokenOf(answer: unknown): string | undefined {
    const token = isJson(answer) ? answer[answers.ownerToken] : undefined
    return typeof token === 'string' && token !== '' ? token : undefined
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
    const made = await send(devices, body, signal)
    // Where the answer to the record does not carry the token, the list does.
    const token = tokenOf(made) ?? (await lookUp(device, signal))
    if (token === undefined)
      throw onlineError({ code: 'token-empty', devEui: device.devEui, field: 'ownerToken' })
    return token
  }
  return Object.assign(source, { lookUp })
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSameEui(written: unknown, devEui: string): boolean {
  return typeof written === 'string' && written.toUpperCase() === devEui
}
