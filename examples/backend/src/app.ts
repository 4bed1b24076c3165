import { Hono, type Context } from 'hono'
import { routePath } from 'hono/route'
import { ClaimtagError } from '@claimtag/core'
import type { DeviceToIssue, Issued, Issuer } from '@claimtag/online'
import { findApiKey, type ApiKey, type Scope } from './api-keys.ts'
import { jsonBody, LineTooLong, ndjsonBody, streamOf } from './http/body.ts'
import { createIdempotency } from './http/idempotency.ts'
import { accepted, type Labels } from './labels.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { DOCS_POLICY, docsPage } from './docs-page.ts'
import { openApi } from './openapi.ts'
import { problem, problemOf, problemResponse } from './http/problem.ts'
import { createRateLimit } from './http/rate-limit.ts'

export interface AppOptions {
  readonly issuer: Issuer
  readonly labels: Labels
  readonly apiKeys: readonly ApiKey[]
  /** Requests per second and API key; 0 means no limit. */
  readonly rate: number
  readonly metrics: Metrics
  readonly log: Log
  /** Whether the load balancer may send requests. */
  readonly isReady: () => boolean | Promise<boolean>
  readonly now?: () => number
}

interface Env {
  readonly Variables: { readonly key: ApiKey }
}

type Handler = (context: Context<Env>) => Promise<Response>

/** A backend as a function from `Request` to `Response`, for any runtime that has these. Put TLS in front of it. */
export function createApp(options: AppOptions): (request: Request) => Promise<Response> {
  const { issuer, labels, apiKeys, metrics, log, isReady, now = Date.now } = options
  const limit = createRateLimit(options.rate)
  const idempotency = createIdempotency()
  const app = new Hono<Env>()

  app.use(async (context, next) => {
    const begun = performance.now()
    await next()
    const seconds = (performance.now() - begun) / 1000
    const { method } = context.req
    const route = routeOf(context)
    metrics.request(route, method, context.res.status, seconds)
    log({
      route,
      method,
      status: context.res.status,
      ms: Math.round(seconds * 1e5) / 100,
      key: context.var.key?.id,
    })
  })

  /** Admits a request whose key has this scope and is within its rate. */
  const guarded =
    (scope: Scope, handle: Handler): Handler =>
    async (context) => {
      const key = findApiKey(apiKeys, context.req.header('authorization'), now())
      if (key === undefined)
        return problemResponse(problem(401, 'api-key-missing'), { 'www-authenticate': 'Bearer' })
      context.set('key', key)
      if (!key.scopes.includes(scope))
        return problemResponse(problem(403, 'scope-missing', { detail: scope }))
      const seconds = limit(key.id, now())
      if (seconds > 0)
        return problemResponse(problem(429, 'too-many-requests'), {
          'retry-after': String(Math.ceil(seconds)),
        })
      return handle(context)
    }

  async function answer(context: Context<Env>, issued: Issued, status: 200 | 201): Promise<Response> {
    const type = accepted(context.req.header('accept'))
    if (type === undefined) return problemResponse(problem(406, 'not-acceptable'))
    const headers = { location: `/codes/${issued.record.devEui}`, ...PRIVATE }
    if (type === 'json') return Response.json(described(issued), { status, headers })
    const bytes = await labels.make(type, issued)
    return new Response(new Uint8Array(bytes), { status, headers: { ...headers, 'content-type': type } })
  }

  app.post(
    '/codes',
    guarded('issue', async (context) => {
      const body = await jsonBody(context.req.raw)
      if (body === undefined) return problemResponse(problem(400, 'not-a-device'))
      const [client, key] = [context.var.key.id, context.req.header('idempotency-key')?.slice(0, 200)]
      const use = key === undefined ? undefined : idempotency.look(client, key, body)
      if (use?.isSame === false) return problemResponse(problem(422, 'idempotency-key-reused'))
      // The issuer checks the content, whatever its type says.
      const issued = await issuer.issue(body as DeviceToIssue, { signal: context.req.raw.signal })
      const isNew = use?.wasNew ?? issued.isNew
      if (key !== undefined) idempotency.done(client, key, body, isNew)
      metrics.issued(issued.isNew)
      return answer(context, { ...issued, isNew }, isNew ? 201 : 200)
    }),
  )

  app.post(
    '/codes/batch',
    guarded('issue', async (context) => {
      const { raw } = context.req
      const lines = outcomes(issuer, raw, metrics)
      const headers = { 'content-type': 'application/x-ndjson', ...PRIVATE }
      return new Response(streamOf(lines), { headers })
    }),
  )

  app.get(
    '/codes/:devEui',
    guarded('label', async (context) => {
      const found = await issuer.find(context.req.param('devEui') ?? '', { signal: context.req.raw.signal })
      if (found === undefined) return problemResponse(problem(404, 'code-missing'))
      if (found.isRevoked) return problemResponse(problem(410, 'code-revoked'))
      return answer(context, found, 200)
    }),
  )

  app.post(
    '/codes/:devEui/revoke',
    guarded('change', async (context) => {
      const { reason } = reasonIn(await jsonBody(context.req.raw))
      if (reason === undefined) return problemResponse(NO_REASON)
      await issuer.revoke(context.req.param('devEui') ?? '', { reason, who: context.var.key.id })
      return new Response(null, { status: 204 })
    }),
  )

  app.post(
    '/codes/:devEui/reissue',
    guarded('change', async (context) => {
      const { reason, device } = reasonIn(await jsonBody(context.req.raw))
      if (reason === undefined) return problemResponse(NO_REASON)
      const asked = { ...device, devEui: context.req.param('devEui') ?? '' }
      return answer(context, await issuer.reissue(asked, { reason, who: context.var.key.id }), 200)
    }),
  )

  app.get('/health', () => Response.json({ status: 'up' }))
  app.get('/ready', async () => {
    const ready = await Promise.resolve(isReady()).catch(() => false)
    return Response.json({ status: ready ? 'ready' : 'not ready' }, { status: ready ? 200 : 503 })
  })
  app.get(
    '/metrics',
    async () =>
      new Response(await metrics.text(), { headers: { 'content-type': 'text/plain; version=0.0.4' } }),
  )
  app.get('/openapi.json', () => Response.json(openApi))
  app.get(
    '/docs',
    () => new Response(docsPage(), { headers: { 'content-type': 'text/html; charset=utf-8', ...PAGE } }),
  )
  app.notFound(() => problemResponse(problem(404, 'no-such-path')))
  app.onError((error) => problemResponse(problemOf(error)))

  return async (request) => app.fetch(request)
}

const NO_REASON = problem(422, 'reason-missing', {
  field: 'reason',
  detail: 'A reason of 1 to 500 characters is wanted.',
})

/** A change of a code, with its reason, which is required. */
function reasonIn(body: unknown): { readonly reason: string | undefined; readonly device: object } {
  const { reason, ...device } = (typeof body === 'object' && body !== null ? body : {}) as {
    readonly reason?: unknown
  }
  const isReason = typeof reason === 'string' && reason !== '' && reason.length <= 500
  return { reason: isReason ? reason : undefined, device }
}

/** A code must not be stored in a cache on the way. */
const PRIVATE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
const PAGE = { 'content-security-policy': DOCS_POLICY }

/** The pattern that the request matched; paths hold DevEUIs, and there are as many of them as strangers type. */
function routeOf(context: Context<Env>): string {
  const pattern = routePath(context, -1)
  return pattern.includes('*') ? 'other' : pattern
}

/** A code as JSON. `text` is the text of the symbol, and contains the ownerToken. */
function described({ record, text, version, isNew, fields }: Issued): object {
  const { devEui, joinEui, serialNumber } = record
  return { devEui, joinEui, serialNumber, version, isNew, text, fields }
}

async function* outcomes(
  issuer: Issuer,
  request: Request,
  metrics: Metrics,
): AsyncGenerator<string, void, undefined> {
  try {
    const devices = ndjsonBody(request) as AsyncGenerator<DeviceToIssue>
    for await (const outcome of issuer.issueMany(devices, { signal: request.signal })) {
      if (outcome.ok) {
        metrics.issued(outcome.issued.isNew)
        yield line({ index: outcome.index, ok: true, ...described(outcome.issued) })
      } else {
        const { code, message: detail, index } = { ...outcome, code: outcome.issue.code }
        yield line({ index, ok: false, code, detail })
      }
    }
  } catch (error) {
    // The status was sent before: the last line says that the rest is missing.
    const code =
      error instanceof LineTooLong
        ? 'line-too-long'
        : error instanceof ClaimtagError
          ? String(error.code)
          : 'internal'
    yield line({ ok: false, code, isEnd: true })
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
