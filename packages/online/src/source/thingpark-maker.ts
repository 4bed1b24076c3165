import { onlineError } from '../issue/issue.ts'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'
import type { TokenSource } from './token-source.ts'

/** The part of a response that is read. */
export interface MakerResponse {
  readonly status: number
  text(): Promise<string>
}

/** The platform's `fetch`, or a function of this shape. */
export type MakerFetch = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST'
    readonly headers: Record<string, string>
    readonly body?: string
    /** Redirects are never followed: credentials would be sent wherever the server points. */
    readonly redirect: 'manual'
    readonly signal: PlatformSignal
  },
) => Promise<MakerResponse>

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
  /** Member names in a device of an answer. `ownerToken` is unpublished. */
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
  /** Gives the `Authorization` header: `Bearer …`. `isRefused` says that the server did not accept the last one. */
  readonly authorization: (request: {
    readonly isRefused: boolean
    readonly signal: PlatformSignal
  }) => string | Promise<string>
  /** `https://{host}`, without the base path, which belongs to the dialect. */
  readonly address: string
  readonly hsmGroupId: string
  readonly dialect?: Partial<ThingparkMakerDialect> | undefined
}

const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
/** An answer for one device has a few kilobytes; a longer one is not read. */
const LONGEST = 1 << 20

type Json = Readonly<Record<string, unknown>>

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
      // The body of an error may repeat the request, so it is not kept.
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
    // If the answer to the record does not contain the token, the list does.
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
