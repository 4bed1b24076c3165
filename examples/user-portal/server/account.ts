import { createHash } from 'node:crypto'
import type { Clock } from '@claimtag/core'
import { createWorkflow, oneJoinServer, savesIn } from '@claimtag/provisioning'
import type { Saves, Session, Workflow } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken, type Fetch } from '@claimtag/provisioning/http'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCore, thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import type { PortalSettings } from './configuration.ts'
import type { PortalKey } from './key.ts'
import type { TenantStore } from './store.ts'

/** What a person logs in with. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly kmSubscription: string
  readonly busitToken: string
}

/** Someone who is logged in. The secrets live in the connectors of `workflow` and end with it. */
export interface Account {
  /** Names the tenant in events, logs and file names: a hash of subscription and client id. */
  readonly tenant: string
  readonly clientId: string
  readonly kmSubscription: string
  readonly workflow: Workflow
  readonly session: Session
  readonly saves: Saves
  readonly store: TenantStore
}

export interface ConnectOptions {
  readonly settings: PortalSettings
  readonly key: PortalKey
  readonly store: TenantStore
  readonly clock: Pick<Clock, 'now'>
}

/** So long a server may take for one answer. */
const PATIENCE_MS = 15_000

const timed: Fetch = (url, request) => {
  const limit = AbortSignal.timeout(PATIENCE_MS)
  const { signal } = request as { readonly signal?: AbortSignal }
  return fetch(url, { ...request, signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) })
}

export function tenantOf({
  kmSubscription,
  clientId,
}: Pick<Credentials, 'kmSubscription' | 'clientId'>): string {
  return createHash('sha256')
    .update(JSON.stringify([kmSubscription, clientId]))
    .digest('hex')
    .slice(0, 32)
}

/** A workflow with the servers of the configuration, which sees the servers as this person does. */
export function connect(
  { clientId, clientSecret, kmSubscription, busitToken }: Credentials,
  { settings, key, store, clock }: ConnectOptions,
): { readonly workflow: Workflow; readonly saves: Saves } {
  const { servers, provisioning } = settings
  const authorization = clientCredentials({ fetch: timed, tokenUrl: servers.token, clientId, clientSecret })
  const as = { fetch: timed, authorization }
  const saves = savesIn(store)
  const workflow = createWorkflow({
    configuration: provisioning,
    joinServers: oneJoinServer(thingparkActivation({ ...as, address: servers.activation, kmSubscription })),
    networkServer: (servers.usesDxCore ? thingparkDxCore : thingparkWireless)({
      ...as,
      address: servers.wireless,
    }),
    applicationServer: busit({
      fetch: timed,
      authorization: fixedToken(busitToken),
      address: servers.busit,
    }),
    unwrapKey: key.unwrapKey,
    save: saves.save,
    clock,
  })
  return { workflow, saves }
}
