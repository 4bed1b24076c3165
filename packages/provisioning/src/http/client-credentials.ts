import type { Answer } from '../answer.ts'
import { fault } from '../answer.ts'
import { endedBy, orEnded } from '../ended.ts'
import type { CallOptions } from '../ports.ts'
import { secureAddress } from './address.ts'
import type { Authorization } from './authorization.ts'
import { send } from './exchange.ts'
import type { Fetch } from './fetch.ts'
import { tokenAnswer } from './schema.ts'
import type { TokenAnswer } from './schema.ts'

export interface ClientCredentials {
  readonly fetch: Fetch
  /**
   * The whole address of the token endpoint: `https://{host}/users-auth/protocol/openid-connect/token`, or the legacy
   * `https://{host}/admin/latest/api/oauth/token?renewToken=true&validityPeriod=1hours`.
   */
  readonly tokenUrl: string
  /** At the legacy address: `{profile}/{login}`. */
  readonly clientId: string
  readonly clientSecret: string
  /** Milliseconds. Default: the platform's clock. */
  readonly now?: () => number
}

/** A request for a token that is under way, and how many calls wait for it. */
interface Renewal {
  readonly answer: Promise<Answer<string>>
  readonly stop: () => void
  waiting: number
}

/** A token is renewed this long before it expires, so that it does not expire on the way. */
const MARGIN_MS = 30_000

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4). One token serves all calls until it is about to expire or is refused;
 * calls during a request for a token wait for that request.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { clientCredentials } from '@claimtag/provisioning/http'
 *
 * const authorization = clientCredentials({
 *   fetch,
 *   tokenUrl: 'https://tpe.example.com/users-auth/protocol/openid-connect/token',
 *   clientId: 'portal',
 *   clientSecret: 'secret of the account',
 * })
 * ```
 */
export function clientCredentials(options: ClientCredentials): Authorization {
  const { fetch, clientId, clientSecret, now = Date.now } = options
  const url = secureAddress(options.tokenUrl, 'tokenUrl')
  const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' }
  let held: { readonly token: string; readonly until: number } | undefined
  let underWay: Renewal | undefined

  async function renew(signal: AbortSignal | undefined): Promise<Answer<string>> {
    const asked = now()
    const call = {
      method: 'POST',
      url,
      form,
      read: ({ body }: { body: unknown }) => tokenAnswer(body),
    } as const
    const answer = await send<TokenAnswer>(fetch, call, { signal })
    if (!answer.ok) {
      // RFC 6749, 5.2: wrong credentials are 401, or 400 with `invalid_client`; some servers answer 403.
      const { code, status } = answer.fault
      return code === 'rejected' || code === 'forbidden'
        ? fault('unauthenticated', status === undefined ? {} : { status })
        : answer
    }
    const { access_token: token, expires_in: seconds } = answer.value
    held = { token, until: asked + seconds * 1000 - MARGIN_MS }
    return { ok: true, value: token }
  }

  /** A call without a signal waits to the end, so its request needs none; bare engines have no `AbortController`. */
  function begin(canEnd: boolean): Renewal {
    const stop = canEnd ? new AbortController() : undefined
    const answer = renew(stop?.signal).finally(() => forget(renewal))
    const renewal: Renewal = { answer, stop: () => stop?.abort(), waiting: 0 }
    return renewal
  }

  function forget(renewal: Renewal): void {
    if (underWay === renewal) underWay = undefined
  }

  return {
    async token({ signal }: CallOptions = {}) {
      if (held !== undefined && now() < held.until) return { ok: true, value: held.token }
      const renewal = (underWay ??= begin(signal !== undefined))
      renewal.waiting++
      return orEnded(renewal.answer, signal, (ended) => {
        // Others may wait for the same token.
        if (--renewal.waiting === 0) {
          forget(renewal)
          renewal.stop()
        }
        return endedBy(ended)
      })
    },
    refused(token) {
      if (held?.token === token) held = undefined
    },
  }
}
