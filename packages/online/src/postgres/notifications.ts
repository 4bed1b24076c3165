import { createChanges, keyText } from '../store/changes.ts'
import type { Changes } from '../store/changes.ts'
import type { CodeKey } from '../store/code-store.ts'
import type { PgNotification, PgPool } from './pool.ts'
import { codeOf } from './retry.ts'

const CHANNEL = 'claimtag_code'
/** From a smaller pool no connection is taken for listening: work would have to wait for it. */
const LEAST_CONNECTIONS = 3
/** How often it is seen whether anybody still waits. */
const LINGER_MS = 500
/** SQLSTATE classes of a database that has no LISTEN: not supported, or not understood. */
const UNKNOWN = /^(?:0A|42)/

/** Changes of devices, also those that other processes make. */
export interface Notifications extends Changes {
  /** Wakes those who wait for the device in any process. */
  readonly tell: (key: CodeKey) => void
}

/**
 * Wakes requests that wait for a device, in other processes by LISTEN and NOTIFY. Notifications may be lost, and
 * CockroachDB has none, so those who wait also ask at intervals.
 */
export function createNotifications(pool: PgPool): Notifications {
  const local = createChanges()
  let untold = new Set<string>()
  const waits = new Set<symbol>()
  let isListening = false
  let isPossible = (pool.options?.max ?? 0) >= LEAST_CONNECTIONS

  const wake = ({ payload = '' }: PgNotification): void => local.wake(payload)

  /** What changes in one turn of the event loop is told with one statement. */
  async function tellAll(): Promise<void> {
    await Promise.resolve()
    const keys = [...untold]
    untold = new Set()
    const text = `SELECT pg_notify('${CHANNEL}', told) FROM unnest($1::text[]) AS told`
    await pool.query({ name: 'claimtag-notify-1', text, values: [keys] })
  }

  /** Holds a connection for as long as anybody waits. */
  async function listen(): Promise<void> {
    const client = await pool.connect()
    const state = { isSound: true }
    const fail = (): void => void (state.isSound = false)
    try {
      client.on?.('notification', wake)
      client.on?.('error', fail)
      await client.query({ text: `LISTEN ${CHANNEL}` })
      do await new Promise((resolve) => setTimeout(resolve, LINGER_MS))
      while (waits.size > 0 && state.isSound)
      if (state.isSound) await client.query({ text: `UNLISTEN ${CHANNEL}` })
    } catch (error) {
      fail()
      if (UNKNOWN.test(String(codeOf(error)))) isPossible = false
    } finally {
      client.removeListener?.('notification', wake)
      // One that is broken is destroyed, and may say once more that it is.
      if (state.isSound) client.removeListener?.('error', fail)
      client.release(!state.isSound)
    }
  }

  async function listenOnce(): Promise<void> {
    if (!isPossible || isListening) return
    isListening = true
    await listen().catch(() => undefined)
    isListening = false
  }

  return {
    notify: local.notify,
    wake: local.wake,
    tell(key) {
      local.notify(key)
      if (!isPossible) return
      untold.add(keyText(key))
      if (untold.size === 1) void tellAll().catch(() => undefined)
    },
    async next(key, signal) {
      const wait = Symbol('a request that waits')
      waits.add(wait)
      void listenOnce()
      await local.next(key, signal).finally(() => waits.delete(wait))
    },
  }
}
