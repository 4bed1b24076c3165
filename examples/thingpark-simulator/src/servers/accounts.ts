import { randomBytes } from 'node:crypto'
import { refusal } from '../http/route.ts'
import type { Request, Route } from '../http/route.ts'
import type { Account, World } from '../world/world.ts'

export interface Accounts {
  readonly routes: readonly Route[]
  /** The account whose Bearer token came with the request; `undefined` if it has expired or was never issued. */
  readonly holder: (request: Request) => Account | undefined
  /** Revokes every token. */
  readonly revokeAll: () => void
}

/** OAuth client credentials, at the current address and at the legacy one of DX. */
export function createAccounts(world: World, lifetimeSeconds: number, now: () => number): Accounts {
  const given = new Map<string, { readonly account: Account; readonly until: number }>()

  function giveOut({ body }: Request) {
    const form = new URLSearchParams(body)
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type')
    const account = world.accounts.find(
      ({ clientId, clientSecret }) =>
        form.get('client_id') === clientId && form.get('client_secret') === clientSecret,
    )
    if (account === undefined) return refusal(401, 'invalid_client')
    const token = randomBytes(24).toString('base64url')
    given.set(token, { account, until: now() + lifetimeSeconds * 1000 })
    return { status: 200, body: { access_token: token, expires_in: lifetimeSeconds, token_type: 'Bearer' } }
  }

  const paths = ['/users-auth/protocol/openid-connect/token', '/admin/latest/api/oauth/token']
  return {
    routes: paths.map((path) => ({ operation: 'token', kind: 'dx', method: 'POST', path, answer: giveOut })),
    holder(request) {
      const held = given.get(bearer(request))
      return held !== undefined && now() < held.until ? held.account : undefined
    },
    revokeAll: () => given.clear(),
  }
}

export function bearer({ headers }: Request): string {
  const { authorization } = headers
  return typeof authorization === 'string' ? authorization.replace(/^Bearer /, '') : ''
}
