import type { Clock } from '@claimtag/core'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createDevices } from './devices.ts'
import { createEvents } from './events.ts'
import { bodyOf, headers, notTooLarge, refuse, refuseFor, sameOrigin } from './guard.ts'
import { createLogin, type LoginPorts } from './login.ts'
import { createSessions } from './session.ts'
import { createTenants, type Tenant } from './tenants.ts'

export { LOGIN, readSettings, settingsOf, type PortalSettings } from './configuration.ts'
export { openKey, type PortalKey } from './key.ts'
export { diskStore, postgresStore, type PortalStore } from './store.ts'

export interface PortalOptions extends LoginPorts {
  /** Serves the app's files. */
  readonly files: MiddlewareHandler
  readonly isHttps: boolean
  /** Whether the last address of `X-Forwarded-For` is the person's: behind one proxy of ours. */
  readonly isBehindProxy: boolean
  readonly clock: Clock
  /** Takes one line of JSON for each decision. */
  readonly log: (line: string) => void
}

export interface Portal {
  readonly app: Hono
  close(): void
}

const SWEEP_MS = 30_000

/** The server: sessions, devices and events over the workflow of `@claimtag/provisioning`. */
export function createPortal(options: PortalOptions): Portal {
  const { clock, settings, files, isHttps, isBehindProxy, log } = options
  const events = createEvents()
  const note = (entry: Readonly<Record<string, unknown>>): void =>
    log(JSON.stringify({ at: new Date(clock.now()).toISOString(), ...entry }))
  const tenants = createTenants({ clock, events, note })
  const sessions = createSessions<Tenant>(
    () => clock.now(),
    (tenant) => tenants.leave(tenant),
  )
  const devices = createDevices(clock, events)
  const login = createLogin(options)
  const app = new Hono()
  const sweeper = setInterval(() => sessions.sweep(), SWEEP_MS)
  sweeper.unref()

  function addressOf(c: Context): string {
    const forwarded = isBehindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    if (forwarded !== undefined) return forwarded
    return c.env === undefined || !('incoming' in c.env) ? '' : (getConnInfo(c).remote.address ?? '')
  }

  /** Asking for news does not keep a session alive: a person has to do something. */
  function asPerson(
    run: (c: Context, tenant: Tenant, signal: AbortSignal) => Response | Promise<Response>,
    touch = true,
  ) {
    return (c: Context): Response | Promise<Response> => {
      const found = sessions.find(c, touch)
      if (found === undefined) return refuse(c, 401, 'session-ended')
      c.header('x-claimtag-ends', new Date(found.endsAt).toISOString())
      return run(c, found.account, found.signal)
    }
  }

  function listen(c: Context, { account }: Tenant, signal: AbortSignal): Response {
    return events.stream(c, account.tenant, signal)
  }

  function sessionView({ account }: Tenant, endsAt: number) {
    const { session, tenant, clientId, kmSubscription } = account
    const { servers, asks } = settings
    const {
      routingProfiles,
      deviceProfiles,
      deviceProfileByJoinEui,
      deviceProfilesByProfileId,
      connectivityPlanId,
    } = settings.document.configuration
    return {
      isLoggedIn: true,
      servers,
      asks,
      tenant,
      clientId,
      kmSubscription,
      endsAt: new Date(endsAt).toISOString(),
      routingProfiles: session.routingProfiles.flatMap(({ id, isDefault }) =>
        Object.hasOwn(routingProfiles, id) ? [{ id, name: routingProfiles[id]?.name, isDefault }] : [],
      ),
      connectivityPlans: session.connectivityPlans,
      connectivityPlanId,
      deviceProfiles,
      deviceProfileByJoinEui,
      // Where neither prefixes nor ProfileIDs lead to profiles, an AppEUI that is not listed leads nowhere.
      isMapClosed:
        deviceProfilesByProfileId === undefined &&
        !Object.keys(deviceProfileByJoinEui).some((key) => key.includes('/')),
    }
  }

  app.use('*', headers(isHttps))
  app.use('/api/*', sameOrigin, notTooLarge, async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  app.post('/api/login', async (c) => {
    const body = await bodyOf(c)
    if (body instanceof Response) return body
    const result = await login(body, addressOf(c))
    if (result.ok) {
      const tenant = tenants.enter(result.account)
      sessions.start(c, tenant)
      return c.json({ isLoggedIn: true })
    }
    const { code, step, waitSeconds } = result
    if (waitSeconds !== undefined) return refuseFor(c, waitSeconds, code)
    const status = code === 'credentials-missing' ? 422 : code === 'unauthenticated' ? 401 : 502
    return refuse(c, status, code, { step })
  })
  app.post('/api/logout', (c) => {
    sessions.end(c)
    return c.json({ isLoggedIn: false })
  })
  app.get('/api/session', (c) => {
    const found = sessions.find(c, true)
    return c.json(
      found === undefined
        ? { isLoggedIn: false, servers: settings.servers, asks: settings.asks }
        : sessionView(found.account, found.endsAt),
    )
  })
  app.get('/api/devices', asPerson(devices.list, false))
  app.put('/api/devices/:id', asPerson(devices.put))
  app.post('/api/devices/:id/retry', asPerson(devices.retry))
  app.post('/api/devices/:id/release', asPerson(devices.release))
  app.get('/api/events', asPerson(listen, false))
  app.all('/api/*', (c) => refuse(c, 404, 'not-found'))
  // Also of a file that was not packed: a cache in between would give it to all.
  app.get('*', async (c, next) => {
    await next()
    c.res.headers.set('vary', 'Accept-Encoding')
  })
  app.get('*', files)
  // What went wrong may hold a token: it is not said.
  app.onError((_, c) => {
    note({ outcome: 'failed', route: c.req.method })
    return refuse(c, 503, 'portal-failed')
  })
  return {
    app,
    close() {
      clearInterval(sweeper)
      tenants.close()
    },
  }
}
