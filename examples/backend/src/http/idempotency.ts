import { createHash } from 'node:crypto'

/** The earlier use of an `Idempotency-Key`: for the same request, for another one, or none. */
type KeyUse = { readonly isSame: boolean; readonly wasNew: boolean | undefined } | undefined

/** Number of recent keys that this instance remembers. Even without them, a code is issued only once. */
const MOST = 50_000

export interface Idempotency {
  look(client: string, key: string, body: unknown): KeyUse
  /** Remembers a request by its hash, so that none of its content stays in memory. */
  done(client: string, key: string, body: unknown, wasNew: boolean): void
}

/**
 * Issuing is idempotent by DevEUI. With a key, a client who lost an answer gets the same one again, "new" included,
 * and a key that is used for another device by mistake is refused.
 */
export function createIdempotency(): Idempotency {
  const known = new Map<string, { readonly hash: string; readonly wasNew: boolean }>()
  return {
    look(client, key, body) {
      const before = known.get(nameOf(client, key))
      return before === undefined
        ? undefined
        : { isSame: before.hash === hashOf(body), wasNew: before.wasNew }
    },
    done(client, key, body, wasNew) {
      if (known.has(nameOf(client, key))) return
      const [oldest] = known.keys()
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest)
      known.set(nameOf(client, key), { hash: hashOf(body), wasNew })
    },
  }
}

function nameOf(client: string, key: string): string {
  return `${client} ${key}`
}

function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64')
}
