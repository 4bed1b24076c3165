import { createHash } from 'node:crypto'
import type { Clock } from '@claimtag/core'
import { createWorkflow, savesIn } from '@claimtag/provisioning'
import type { Saves, Workflow } from '@claimtag/provisioning'
import type { Attendant, ListingStore } from '@claimtag/provisioning/attended'
import { timeLimited } from '@claimtag/provisioning/http'
import { openPortal } from '@claimtag/provisioning/portal'
import { LOGIN, type PortalDocument, type PortalSettings } from './configuration.ts'
import type { PortalKey } from './key.ts'

/** What a person logs in with: what the document asks for. */
export type Credentials = Readonly<Partial<Record<keyof typeof LOGIN, string>>>

/** Someone who is logged in. The secrets live in the connectors of `workflow` and end with it. */
export interface Account extends Attendant {
  /** Names the tenant in events, logs and file names: a hash of subscription and client id. */
  readonly tenant: string
  readonly clientId: string | undefined
  readonly kmSubscription: string | undefined
  readonly store: ListingStore
}

export interface ConnectOptions {
  readonly settings: PortalSettings
  readonly key: PortalKey
  readonly store: ListingStore
  readonly clock: Pick<Clock, 'now'>
}

/** Subscription and client id; where neither is asked, people with the same tokens are one tenant. */
export function tenantOf({ kmSubscription, clientId, ...secrets }: Credentials): string {
  const isNamed = kmSubscription !== undefined || clientId !== undefined
  const named = isNamed ? [kmSubscription, clientId] : [secrets.token, secrets.busitToken]
  return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32)
}

/** A workflow with the servers of the document, which sees the servers as this person does. */
export async function connect(
  credentials: Credentials,
  { settings, key, store, clock }: ConnectOptions,
): Promise<{ readonly workflow: Workflow; readonly saves: Saves }> {
  const { document, secretOf } = settings
  const { unwrapKey } = key
  const given = new Map(
    Object.entries(LOGIN).map(([name, env]) => [env, credentials[name as keyof Credentials]]),
  )
  const { ports } = await openPortal(ofSubscription(document, credentials.kmSubscription), {
    fetch: timeLimited(fetch, document.timeoutSeconds * 1000),
    secretOf: async (secret) =>
      ('env' in secret ? given.get(secret.env as 'LOGIN_CLIENT_ID') : undefined) ?? secretOf(secret),
  })
  const saves = savesIn(store)
  return { workflow: createWorkflow({ ...ports, unwrapKey, save: saves.save, clock }), saves }
}

function ofSubscription(document: PortalDocument, kmSubscription = ''): PortalDocument {
  const joinServers = document.joinServers.map((one) =>
    'kmSubscription' in one && one.kmSubscription === LOGIN.kmSubscription ? { ...one, kmSubscription } : one,
  )
  return { ...document, joinServers }
}
