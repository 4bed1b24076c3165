import type { Eui64 } from '@claimtag/core'
import type { Operation, Step } from './operation.ts'
import type { Row, Value } from './rows.ts'
import type { Run } from './sql-store.ts'

/** A device to provision: of its members, the queue looks at these alone. */
interface Queued {
  readonly devEui: Eui64
  readonly priority: number
  /** Whether it begins anew when it is done. */
  readonly again?: boolean | undefined
}

type DeviceState = 'waiting' | 'delayed' | 'active' | 'done' | 'dead'
type Mode = 'running' | 'paused' | 'draining'

interface Held {
  readonly devEui: Eui64
  readonly lease: string
}

interface Listed<Reason> {
  readonly devEui: Eui64
  readonly state: DeviceState
  readonly priority: number
  readonly attempts: number
  readonly reason?: Reason
}

export interface QueueOptions {
  /** Whose devices: a tenant of the portal. Tenants do not see each other's. */
  readonly realm: string
}

/**
 * Devices to be provisioned, kept beside the codes. It has the shape of `ProvisioningQueue` of
 * `@claimtag/provisioning/queue`, which this package does not import.
 */
export interface DeviceQueue<Device extends Queued, Reason> {
  add(
    devices: readonly Device[],
  ): Promise<{ readonly added: number; readonly known: number } | { readonly refused: 'draining' }>
  claim(request: {
    readonly holder: string
    readonly leaseMs: number
    readonly most: number
  }): Promise<readonly (Device & { readonly lease: string; readonly attempt: number })[]>
  renew(claim: Held, leaseMs: number): Promise<boolean>
  finish(claim: Held): Promise<boolean>
  retry(claim: Held, next: { readonly inMs: number; readonly reason?: Reason | undefined }): Promise<boolean>
  bury(claim: Held, reason: Reason): Promise<boolean>
  mode(): Promise<Mode>
  setMode(mode: Mode): Promise<void>
  counts(): Promise<Readonly<Record<DeviceState, number>>>
  list(query: {
    readonly state: DeviceState
    readonly from?: number | undefined
    readonly limit: number
  }): Promise<readonly Listed<Reason>[]>
  requeue(devEuis?: readonly Eui64[]): Promise<number>
}

const READS: readonly Step['statement'][] = [
  'countDevices',
  'listDue',
  'listLater',
  'listEnded',
  'findMode',
  'listServers',
]

/** Runs one statement of a realm, in a transaction of its own. */
export async function rowsIn(
  run: Run,
  realm: string,
  statement: Step['statement'],
  ...values: readonly Value[]
): Promise<readonly Row[]> {
  const isRead = READS.includes(statement)
  const operation: Operation = { first: { statement, values: [realm, ...values] }, isRead }
  return (await run(operation)).first
}

/** A queue on top of anything that runs the statements. */
export function createQueueStore<Device extends Queued, Reason>(
  run: Run,
  { realm }: QueueOptions,
): DeviceQueue<Device, Reason> {
  const rowsOf = (statement: Step['statement'], ...values: readonly Value[]): Promise<readonly Row[]> =>
    rowsIn(run, realm, statement, ...values)

  async function mode(): Promise<Mode> {
    const [row] = await rowsOf('findMode')
    return row === undefined ? 'running' : (row['mode'] as Mode)
  }

  return {
    async add(devices) {
      const added = await Promise.all(
        devices.map(async (device) =>
          isDone(
            rowsOf(
              'addDevice',
              device.devEui,
              device.priority,
              JSON.stringify(device),
              device.again === true ? 1 : 0,
            ),
          ),
        ),
      )
      const count = added.filter(Boolean).length
      // What was added before the mode changed is added, and the next call says that it has.
      if (count === 0 && devices.length > 0 && (await mode()) === 'draining') return { refused: 'draining' }
      return { added: count, known: devices.length - count }
    },
    async claim({ holder, leaseMs, most }) {
      if (most < 1) return []
      const rows = await rowsOf('claimDevices', holder, Math.ceil(leaseMs), Math.floor(most))
      return [...rows].sort(byTurn).map((row) => ({
        ...(JSON.parse(String(row['device'])) as Device),
        lease: String(row['lease']),
        attempt: Number(row['attempts']),
      }))
    },
    renew: ({ devEui, lease }, leaseMs) =>
      isDone(rowsOf('renewDevice', devEui, leaseOf(lease), Math.ceil(leaseMs))),
    finish: ({ devEui, lease }) => isDone(rowsOf('settleDevice', devEui, leaseOf(lease), 'done', null)),
    retry: ({ devEui, lease }, { inMs, reason }) =>
      isDone(
        rowsOf(
          'giveBackDevice',
          devEui,
          leaseOf(lease),
          Math.ceil(inMs),
          reason === undefined ? null : JSON.stringify(reason),
        ),
      ),
    bury: ({ devEui, lease }, reason) =>
      isDone(rowsOf('settleDevice', devEui, leaseOf(lease), 'dead', JSON.stringify(reason))),
    mode,
    async setMode(next) {
      await rowsOf('setMode', next)
    },
    async counts() {
      const counts: Record<DeviceState, number> = { waiting: 0, delayed: 0, active: 0, done: 0, dead: 0 }
      for (const { what, devices } of await rowsOf('countDevices'))
        counts[what as DeviceState] = Number(devices)
      return counts
    },
    async list({ state, from = 0, limit }) {
      const page = [limit, from] as const
      const rows = await (state === 'waiting'
        ? rowsOf('listDue', ...page)
        : state === 'active' || state === 'delayed'
          ? rowsOf('listLater', ...page, state === 'active' ? 1 : 0)
          : rowsOf('listEnded', ...page, state))
      return rows.map((row) => ({
        devEui: row['dev_eui'] as Eui64,
        state,
        priority: Number(row['priority']),
        attempts: Number(row['attempts']),
        ...(typeof row['reason'] === 'string' ? { reason: JSON.parse(row['reason']) as Reason } : {}),
      }))
    },
    async requeue(devEuis) {
      if (devEuis === undefined) return (await rowsOf('requeueAll')).length
      const rows = await Promise.all(devEuis.map((devEui) => rowsOf('requeueDevice', devEui)))
      return rows.flat().length
    },
  }
}

async function isDone(rows: Promise<readonly Row[]>): Promise<boolean> {
  return (await rows).length > 0
}

/** Databases would refuse other text than a number; leases are never negative. */
function leaseOf(lease: string): number {
  return /^\d{1,15}$/.test(lease) ? Number(lease) : -1
}

/** An UPDATE gives its rows in any order. */
function byTurn(one: Row, other: Row): number {
  const priority = Number(one['priority']) - Number(other['priority'])
  return priority === 0 ? (String(one['dev_eui']) < String(other['dev_eui']) ? -1 : 1) : priority
}
