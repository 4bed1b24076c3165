import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** What a browser is told while it listens. */
interface PortalEvent {
  readonly id: string
  readonly event: 'device' | 'gone' | 'reload'
  /** JSON. */
  readonly data: string
}

/** So many are kept for browsers that lost their connection. */
const MOST_KEPT = 256
/** Proxies cut connections on which nothing is said. */
const BEAT_MS = 20_000

export type Events = ReturnType<typeof createEvents>

/** Events of one account go to its own browsers alone. */
export function createEvents() {
  // Ids of another run of the server are not ours.
  const run = randomBytes(4).toString('hex')
  const kept = new Map<string, PortalEvent[]>()
  const listeners = new Map<string, Set<(event: PortalEvent) => void>>()
  const lastOf = (tenant: string): number => Number(kept.get(tenant)?.at(-1)?.id.split('-')[1] ?? 0)

  function missed(tenant: string, lastId: string | undefined): readonly PortalEvent[] {
    const events = kept.get(tenant) ?? []
    if (lastId === undefined || lastId === `${run}-0`) return lastId === undefined ? [] : events
    const at = events.findIndex(({ id }) => id === lastId)
    return at === -1
      ? [{ id: `${run}-${lastOf(tenant)}`, event: 'reload', data: '{}' }]
      : events.slice(at + 1)
  }

  return {
    publish(tenant: string, event: PortalEvent['event'], data: object): void {
      const one = { id: `${run}-${lastOf(tenant) + 1}`, event, data: JSON.stringify(data) }
      kept.set(tenant, [...(kept.get(tenant) ?? []).slice(1 - MOST_KEPT), one])
      for (const tell of listeners.get(tenant) ?? []) tell(one)
    },
    /** An endless answer, from the event after `Last-Event-ID` on; `reload` comes first when that is not known. */
    stream(c: Context, tenant: string, until: AbortSignal): Response {
      const own = listeners.get(tenant) ?? new Set()
      listeners.set(tenant, own)
      return streamSSE(c, async (stream) => {
        const tell = (event: PortalEvent): void => void stream.writeSSE(event)
        void stream.writeSSE({ id: `${run}-${lastOf(tenant)}`, event: 'hello', data: '{}', retry: 2000 })
        for (const event of missed(tenant, c.req.header('last-event-id'))) tell(event)
        own.add(tell)
        const beat = setInterval(() => void stream.write(': still here\n\n'), BEAT_MS)
        await new Promise<void>((resolve) => {
          stream.onAbort(resolve)
          until.addEventListener('abort', () => resolve(), { once: true })
        })
        clearInterval(beat)
        own.delete(tell)
      })
    },
  }
}
