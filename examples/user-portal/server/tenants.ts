import { setMaxListeners } from 'node:events'
import type { Clock } from '@claimtag/core'
import { type Attended, attendDevices } from '@claimtag/provisioning/attended'
import type { Account } from './account.ts'
import type { Events } from './events.ts'
import { withId } from './device-id.ts'

/** A tenant of whom someone is logged in. */
export interface Tenant {
  /** Of the last login; it sees the servers with that login's credentials. */
  readonly account: Account
  readonly devices: Attended
  /** Aborted when the last session has ended. */
  readonly signal: AbortSignal
}

export interface TenantPorts {
  readonly clock: Clock
  readonly events: Events
  /** Writes a line of the log. */
  readonly note: (entry: Readonly<Record<string, unknown>>) => void
}

interface Open extends Tenant {
  account: Account
  sessions: number
  readonly stop: AbortController
}

export function createTenants({ clock, events, note }: TenantPorts) {
  const open = new Map<string, Open>()

  function opened(account: Account): Open {
    const { tenant } = account
    const stop = new AbortController()
    // Each of its requests listens.
    setMaxListeners(0, stop.signal)
    const entry: Omit<Open, 'devices'> = { account, sessions: 0, stop, signal: stop.signal }
    const devices = attendDevices({
      attendant: () => entry.account,
      store: account.store,
      signal: stop.signal,
      clock,
      onView: (view) => events.publish(tenant, 'device', withId(tenant, view)),
      onDecision: (devEui, step, outcome) => note({ tenant, devEui, step, outcome }),
    })
    return Object.assign(entry, { devices })
  }

  return {
    /** One more session of the account's tenant; its devices go on. */
    enter(account: Account): Tenant {
      const tenant = open.get(account.tenant) ?? opened(account)
      open.set(account.tenant, tenant)
      tenant.account = account
      tenant.sessions++
      // A store that is away now is asked again at the next login; it must not end the server.
      tenant.devices
        .resume()
        .catch(() => note({ tenant: account.tenant, outcome: 'failed', route: 'resume' }))
      return tenant
    },
    /** One session less. With the last, its secrets are dropped, and what is on its way stops. */
    leave({ account }: Tenant): void {
      const tenant = open.get(account.tenant)
      if (tenant === undefined || --tenant.sessions > 0) return
      open.delete(account.tenant)
      tenant.stop.abort()
    },
    close(): void {
      for (const { stop } of open.values()) stop.abort()
      open.clear()
    },
  }
}
