import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'

/** What every answer carries; HSTS where the portal is reached by https. */
export function headers(isHttps: boolean): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      workerSrc: ["'self'"],
      connectSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['claimtag'],
    },
    permissionsPolicy: { camera: ['self'], microphone: [], geolocation: [] },
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xFrameOptions: false,
    xXssProtection: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    originAgentCluster: false,
    strictTransportSecurity: isHttps ? 'max-age=63072000; includeSubDomains' : false,
  })
}

/** More than any request of ours has, in bytes. */
const MOST_BYTES = 8192

/**
 * Lets through what only a page of this origin can send: a form cannot set the header or this type, and a script of
 * another site cannot do so without asking first, which is never answered.
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  const { method } = c.req
  if (method === 'GET') return next()
  if (method !== 'POST' && method !== 'PUT') return refuse(c, 405, 'method-not-allowed')
  const site = c.req.header('sec-fetch-site')
  const isOurs =
    site === undefined ? hostOf(c.req.header('origin')) === c.req.header('host') : site === 'same-origin'
  const isJson = /^application\/json(;|$)/.test(c.req.header('content-type') ?? '')
  if (!isOurs || !isJson || c.req.header('x-claimtag') !== '1') return refuse(c, 403, 'not-from-this-page')
  return next()
}

export const notTooLarge = bodyLimit({ maxSize: MOST_BYTES, onError: (c) => refuse(c, 413, 'too-large') })

/** The JSON object that was sent, or the answer to give instead. */
export async function bodyOf(c: Context): Promise<Readonly<Record<string, unknown>> | Response> {
  // What was sent stays unsaid: it may hold a token.
  const value: unknown = await c.req.json().catch(() => undefined)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(c, 400, 'not-json')
  return value as Readonly<Record<string, unknown>>
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 502 | 503

/** An error as every path of the interface gives it: a code, and the data that belongs to it. */
export function refuse(c: Context, status: RefusalStatus, code: string, data: object = {}): Response {
  return c.json({ error: { code, ...data } }, status)
}

/** The same with the time after which it may be tried again. */
export function refuseFor(c: Context, seconds: number, code: string): Response {
  c.header('retry-after', String(seconds))
  return refuse(c, 429, code, { retryAfterSeconds: seconds })
}

function hostOf(origin: string | undefined): string | undefined {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined
}

/** So many keys are remembered; the one that was used longest ago goes first. */
const MOST_KEYS = 10_000

/**
 * A limit for each of many keys, as a bucket that fills again.
 *
 * @param refillMs time in which a whole bucket fills
 */
export function createLimiter(size: number, refillMs: number, now: () => number) {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    /** Takes one; gives the seconds to wait when there is none. */
    take(key: string): number | undefined {
      const time = now()
      const { left, at } = buckets.get(key) ?? { left: size, at: time }
      const filled = Math.min(size, left + ((time - at) * size) / refillMs)
      buckets.delete(key)
      buckets.set(key, { left: filled < 1 ? filled : filled - 1, at: time })
      const [oldest] = buckets.keys()
      if (buckets.size > MOST_KEYS && oldest !== undefined) buckets.delete(oldest)
      return filled < 1 ? Math.ceil(((1 - filled) * refillMs) / size / 1000) : undefined
    },
  }
}
