import { onlineError } from '../issue/issue.ts'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'
import { jsonServer, tokenIn } from './json-server.ts'
import type { JsonServerOptions, ServerFetch, ServerResponse } from './json-server.ts'
import type { TokenSource } from './token-source.ts'

export type { ServerFetch, ServerResponse }

/** The unpublished parts of the interface for makers: defaults, to be replaced by what your contract says. */
export interface TheThingsJoinServerDialect {
  /** Of one device; `{devEui}` stands for its DevEUI. Published for claims, not for makers. */
  readonly path: string
  /** The member of the answer that holds the token. Published as a parameter of a claim. */
  readonly ownerToken: string
}

export const theThingsJoinServerDialect: TheThingsJoinServerDialect = {
  path: '/api/v2/devices/{devEui}',
  ownerToken: 'ownerToken',
}

export interface TheThingsJoinServerOptions extends JsonServerOptions {
  readonly dialect?: Partial<TheThingsJoinServerDialect> | undefined
}

/**
 * The Things Join Server as token source. Devices are imported there with their root keys, which never pass through
 * here, and get their ownerTokens then; this looks them up. A device that was not imported has none, and the source
 * throws `token-not-recorded`. Give it time limits with `retrying`.
 *
 * @throws OnlineError `option-invalid` (an address that is not https)
 * @example
 * ```ts
 * import { retrying } from '@claimtag/online'
 * import { theThingsJoinServer } from '@claimtag/online/the-things-join-server'
 *
 * const basic = `Basic ${btoa('maker:password')}`
 * const address = 'https://js.example'
 * const tokens = retrying(theThingsJoinServer({ fetch, authorization: () => basic, address }))
 * ```
 */
export function theThingsJoinServer(options: TheThingsJoinServerOptions): TokenSource {
  const { path, ownerToken } = { ...theThingsJoinServerDialect, ...options.dialect }
  const ask = jsonServer(options)

  async function lookUp({ devEui }: NormalDevice, signal: PlatformSignal): Promise<string | undefined> {
    return tokenIn(await ask(path.replace('{devEui}', devEui), undefined, signal), ownerToken)
  }

  const source: TokenSource = async (device, { signal }) => {
    const token = await lookUp(device, signal)
    if (token === undefined) throw onlineError({ code: 'token-not-recorded', devEui: device.devEui })
    return token
  }
  return Object.assign(source, { lookUp })
}
