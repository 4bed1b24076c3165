import type { Clock } from '@claimtag/core'
import { type Account, connect, type Credentials, tenantOf } from './account.ts'
import type { PortalSettings } from './configuration.ts'
import { createLimiter } from './guard.ts'
import type { PortalKey } from './key.ts'
import type { PortalStore } from './store.ts'

export interface LoginPorts {
  readonly settings: PortalSettings
  readonly key: PortalKey
  readonly store: PortalStore
  readonly clock: Pick<Clock, 'now'>
}

export type LoginResult =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly code: string; readonly step?: string; readonly waitSeconds?: number }

/** Longer credentials than any server gives are a mistake. */
const MOST_CHARACTERS = 512
const MINUTE = 60_000

/** Logs people in at the servers, and remembers who tries too often. */
export function createLogin({ settings, key, store, clock }: LoginPorts) {
  const now = (): number => clock.now()
  const limits = [createLimiter(5, MINUTE, now), createLimiter(30, 60 * MINUTE, now)]

  /** By address and by client id, whether or not there is such an account. */
  function waitFor(address: string, clientId: string): number | undefined {
    const waits = limits.flatMap((limit) =>
      [`address ${address}`, `client ${clientId}`].map((who) => limit.take(who) ?? 0),
    )
    const longest = Math.max(...waits)
    return longest === 0 ? undefined : longest
  }

  function credentialsOf(body: Readonly<Record<string, unknown>>): Credentials | undefined {
    const text = (name: string): string => {
      const value = body[name]
      return typeof value === 'string' && value.length <= MOST_CHARACTERS ? value.trim() : ''
    }
    const given = settings.asks.flatMap(({ fields }) => fields.map((name) => [name, text(name)] as const))
    return given.some(([, value]) => value === '') ? undefined : Object.fromEntries(given)
  }

  return async (body: Readonly<Record<string, unknown>>, address: string): Promise<LoginResult> => {
    const credentials = credentialsOf(body)
    if (credentials === undefined) return { ok: false, code: 'credentials-missing' }
    const waitSeconds = waitFor(address, credentials.clientId ?? tenantOf(credentials))
    if (waitSeconds !== undefined) return { ok: false, code: 'too-many-logins', waitSeconds }
    const tenant = tenantOf(credentials)
    const devices = store.devices(tenant)
    const { workflow, saves } = await connect(credentials, { settings, key, store: devices, clock })
    const login = await store.transportKeys.logIn(tenant, workflow, key.publicKeyPem)
    if (!login.ok) return { ok: false, code: login.code, step: login.step }
    const { clientId, kmSubscription } = credentials
    const { session } = login
    return {
      ok: true,
      account: { tenant, clientId, kmSubscription, workflow, session, saves, store: devices },
    }
  }
}
