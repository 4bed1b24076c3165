import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

const COOKIE = '__Host-claimtag'
const IDLE_MS = 30 * 60_000
const ABSOLUTE_MS = 8 * 60 * 60_000

interface Kept<Account> {
  readonly account: Account
  readonly until: number
  usedAt: number
  readonly stop: AbortController
}

/** A session that lasts. */
interface Found<Account> {
  readonly account: Account
  readonly endsAt: number
  /** Aborted when it ends. */
  readonly signal: AbortSignal
}

/**
 * Who is logged in. An id is made at the login, and of it only the hash is kept.
 *
 * @param onEnd called once for each session that ends, however it does
 */
export function createSessions<Account>(now: () => number, onEnd: (account: Account) => void) {
  const sessions = new Map<string, Kept<Account>>()
  const endOf = ({ usedAt, until }: Kept<Account>): number => Math.min(usedAt + IDLE_MS, until)

  function drop(key: string): void {
    const kept = sessions.get(key)
    if (kept === undefined) return
    sessions.delete(key)
    kept.stop.abort()
    onEnd(kept.account)
  }

  return {
    start(c: Context, account: Account): void {
      // The session that this browser had ends.
      drop(keyOf(c))
      const id = randomBytes(32).toString('base64url')
      const time = now()
      const stop = new AbortController()
      sessions.set(hashed(id), { account, until: time + ABSOLUTE_MS, usedAt: time, stop })
      setCookie(c, COOKIE, id, { httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
    },
    /** The account of a request; with `touch`, the session lasts on. */
    find(c: Context, touch: boolean): Found<Account> | undefined {
      const key = keyOf(c)
      const kept = sessions.get(key)
      if (kept === undefined) return undefined
      if (now() >= endOf(kept)) {
        drop(key)
        return undefined
      }
      if (touch) kept.usedAt = now()
      return { account: kept.account, endsAt: endOf(kept), signal: kept.stop.signal }
    },
    /** Logs out. */
    end(c: Context): void {
      deleteCookie(c, COOKIE, { secure: true, path: '/' })
      drop(keyOf(c))
    },
    /** Ends those whose time is over. */
    sweep(): void {
      for (const [key, kept] of sessions) if (now() >= endOf(kept)) drop(key)
    },
  }
}

function keyOf(c: Context): string {
  return hashed(getCookie(c, COOKIE) ?? '')
}

function hashed(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}
