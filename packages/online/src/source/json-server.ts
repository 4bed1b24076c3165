import { onlineError } from '../issue/issue.ts'
import type { PlatformSignal } from '../time/cancel.ts'

/** The part of a response that is read. */
export interface ServerResponse {
  readonly status: number
  text(): Promise<string>
}

/** The platform's `fetch`, or anything of this shape. */
export type ServerFetch = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST'
    readonly headers: Record<string, string>
    readonly body?: string
    /** Never followed: credentials would go to wherever the server points. */
    readonly redirect: 'manual'
    readonly signal: PlatformSignal
  },
) => Promise<ServerResponse>

export interface JsonServerOptions {
  readonly fetch: ServerFetch
  /** Gives the `Authorization` header: `Bearer …`. `isRefused` says that the server did not take the last one. */
  readonly authorization: (request: {
    readonly isRefused: boolean
    readonly signal: PlatformSignal
  }) => string | Promise<string>
  /** `https://{host}`, without a base path. */
  readonly address: string
}

export type Json = Readonly<Record<string, unknown>>

/** One request; `path` comes after the address. `undefined` for an answer without a body, or of 404 to a GET. */
export type AskServer = (path: string, body: Json | undefined, signal: PlatformSignal) => Promise<unknown>

const HTTPS = /^https:\/\/[^/?#@\s]+(?:[/?#]|$)/i
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
/** An answer to one device is a few kilobytes. */
const LONGEST = 1 << 20

/**
 * Asks a server that speaks JSON: once more with a renewed authorization when the first one is refused.
 *
 * @throws OnlineError `option-invalid` (an address that is not https)
 */
export function jsonServer({ fetch, authorization, address }: JsonServerOptions): AskServer {
  if (!HTTPS.test(address) && !LOOPBACK.test(address)) {
    throw onlineError({
      code: 'option-invalid',
      option: 'address',
      expected: 'an https address without credentials',
    })
  }
  const base = address.replace(/\/+$/, '')

  return async (path, body, signal) => {
    for (const isRefused of [false, true]) {
      const headers = {
        accept: 'application/json',
        authorization: await authorization({ isRefused, signal }),
      }
      const response = await fetch(base + path, {
        redirect: 'manual',
        signal,
        ...(body === undefined
          ? { method: 'GET', headers }
          : {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
      })
      const text = await response.text()
      if (response.status === 401 && !isRefused) continue
      if (response.status === 404 && body === undefined) return undefined
      // The server's own words may hold what it was sent.
      if (response.status < 200 || response.status > 299)
        throw new Error(`the server answered ${response.status}`)
      return text.length > LONGEST || text.trim() === '' ? undefined : (JSON.parse(text) as unknown)
    }
    return undefined
  }
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The token under its name in an answer, or nothing. */
export function tokenIn(answer: unknown, name: string): string | undefined {
  const token = isJson(answer) ? answer[name] : undefined
  return typeof token === 'string' && token !== '' ? token : undefined
}
