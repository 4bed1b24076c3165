import { randomBytes } from 'node:crypto'

/** What a browser is told while it listens. */
interface PortalEvent {
  readonly id: string
  readonly type: 'device' | 'gone' | 'reload'
  readonly data: unknown
}

/** Events of one account go to its own browsers alone. */
export interface Events {
  publish(tenant: string, type: PortalEvent['type'], data: unknown): void
  /**
   * An endless answer of `text/event-stream`, from the event after `lastId` on; `reload` comes first when that is not
   * known any more.
   */
  stream(tenant: string, lastId: string | undefined, until: AbortSignal): Response
}

/** So many are kept for browsers that lost their connection. */
const MOST_KEPT = 256
/** Proxies cut connections on which nothing is said. */
const BEAT_MS = 20_000

export function createEvents(): Events {
  // Ids of another run of the server are not ours.
  const run = randomBytes(4).toString('hex')
  const kept = new Map<string, PortalEvent[]>()
  const listeners = new Map<string, Set<(event: PortalEvent) => void>>()
  const lastOf = (tenant: string): number => Number(kept.get(tenant)?.at(-1)?.id.split('-')[1] ?? 0)

  function missed(tenant: string, lastId: string | undefined): readonly PortalEvent[] {
    const events = kept.get(tenant) ?? []
    if (lastId === undefined || lastId === `${run}-0`) return lastId === undefined ? [] : events
    const at = events.findIndex(({ id }) => id === lastId)
    return at === -1 ? [{ id: `${run}-${lastOf(tenant)}`, type: 'reload', data: {} }] : events.slice(at + 1)
  }

  return {
    publish(tenant, type, data) {
      const events = kept.get(tenant) ?? []
      const event = { id: `${run}-${lastOf(tenant) + 1}`, type, data }
      kept.set(tenant, [...events.slice(1 - MOST_KEPT), event])
      for (const tell of listeners.get(tenant) ?? []) tell(event)
    },
    stream(tenant, lastId, until) {
      const encoder = new TextEncoder()
      const own = listeners.get(tenant) ?? new Set()
      listeners.set(tenant, own)
      let stop: (() => void) | undefined
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const say = (text: string): void => controller.enqueue(encoder.encode(text))
          const tell = ({ id, type, data }: PortalEvent): void =>
            say(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
          say(`retry: 2000\nid: ${run}-${lastOf(tenant)}\nevent: hello\ndata: {}\n\n`)
          for (const event of missed(tenant, lastId)) tell(event)
          own.add(tell)
          const beat = setInterval(() => say(': still here\n\n'), BEAT_MS)
          beat.unref()
          stop = () => {
            own.delete(tell)
            clearInterval(beat)
            until.removeEventListener('abort', end)
          }
          const end = (): void => {
            stop?.()
            controller.close()
          }
          until.addEventListener('abort', end)
        },
        cancel: () => stop?.(),
      })
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    },
  }
}
