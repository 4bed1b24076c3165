import { answered, fault } from '../answer.ts'
import type { Answer, Fault, FaultCode } from '../answer.ts'
import { endedBy, orEnded } from '../ended.ts'
import type { CallOptions } from '../ports.ts'
import type { ConnectorOptions } from './connector-options.ts'
import { errorInside } from './error-inside.ts'
import { faultInTable } from './error-table.ts'
import type { ErrorRow } from './error-table.ts'
import type { Fetch, HttpRequest, HttpResponse } from './fetch.ts'
import { isCutJson, isPage, NOT_JSON, parsed } from './reply.ts'
import type { Reply } from './reply.ts'
import type { PlatformSignal } from '../signal.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { isTooLarge, textOf } from './text-of.ts'

/** One request to a server, and how its answer is read. */
export interface Call<T> {
  readonly method: HttpRequest['method']
  readonly url: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The value in a 2xx answer, or `undefined` when the answer is not what the interface promises. */
  readonly read: (reply: Reply) => T | undefined
  /** The body of a 2xx answer may be plain text or XML: `read` does not look at it. Pages and half JSON are none. */
  readonly ignoresBody?: boolean | undefined
  /** Compared before the status is. */
  readonly errors?: readonly ErrorRow[] | undefined
  /** The status that a 2xx answer has inside when it is an error all the same. Default: `errorInside`. */
  readonly errorInside?: ((body: unknown) => number | undefined) | undefined
}

/** What an exchange needs of a connector's options. */
export type Exchanging = Pick<ConnectorOptions, 'fetch' | 'now'> &
  Partial<Pick<ConnectorOptions, 'authorization'>>

const BY_STATUS: Readonly<Record<number, FaultCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  408: 'timed-out',
  409: 'conflict',
  429: 'rate-limited',
}

/**
 * A call with a Bearer token. When the server refuses the token with 401, it has not carried the request out, so the
 * call is made once more with a new token. Without an `authorization`, `fetch` brings what the server asks for, e.g. a
 * certificate.
 */
export async function exchange<T>(
  { fetch, authorization, now }: Exchanging,
  call: Call<T>,
  options: CallOptions = {},
): Promise<Answer<T>> {
  if (authorization === undefined) return send(fetch, call, { ...options, now })
  for (let attempt = 1; ; attempt++) {
    const token = await authorization.token(options)
    // Without a token the request was not sent, even if it is uncertain what became of the request for a token.
    if (!token.ok) return notSent(token)
    const answer = await send(fetch, call, { ...options, now, bearer: token.value })
    if (answer.ok || answer.fault.code !== 'unauthenticated') return answer
    authorization.refused(token.value)
    if (attempt === 2) return answer
  }
}

/** The same for a call whose answer carries nothing that is needed. */
export async function exchangeOnly(
  connector: Exchanging,
  call: Omit<Call<true>, 'read' | 'ignoresBody'>,
  options?: CallOptions,
): Promise<Answer<undefined>> {
  const answer = await exchange(connector, { ...call, ignoresBody: true, read: () => true }, options)
  return answer.ok ? answered(undefined) : answer
}

interface SendOptions extends CallOptions {
  readonly bearer?: string
  /** Milliseconds, for a Retry-After that is a date. */
  readonly now?: (() => number) | undefined
}

/** One request, with the Bearer token if there is one. */
export async function send<T>(
  fetch: Fetch,
  call: Call<T>,
  { bearer, signal, now = Date.now }: SendOptions = {},
): Promise<Answer<T>> {
  if (signal?.aborted) return notSent(endedBy(signal))
  // A `fetch` of another platform may ignore the signal, in a body that never ends above all.
  return orEnded(sent(fetch, call, { bearer, signal, now }), signal, endedBy)
}

async function sent<T>(
  fetch: Fetch,
  call: Call<T>,
  {
    bearer,
    signal,
    now,
  }: {
    readonly bearer: string | undefined
    readonly signal: PlatformSignal | undefined
    readonly now: () => number
  },
): Promise<Answer<T>> {
  const content = contentOf(call)
  const extra = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  const headers = { accept: 'application/json', ...content.headers, ...call.headers, ...extra }
  let response: HttpResponse
  let text: string
  try {
    const body = content.body === undefined ? {} : { body: content.body }
    const ends = signal === undefined ? {} : { signal }
    response = await fetch(call.url, { method: call.method, headers, redirect: 'manual', ...body, ...ends })
    text = await textOf(response)
  } catch (error) {
    if (signal?.aborted) return endedBy(signal)
    if (isTooLarge(error)) return fault('unintelligible')
    return fault(isTimeout(error) ? 'timed-out' : 'unreachable')
  }
  const { status } = response
  const body = parsed(text)
  if (status < 200 || status > 299) return refusal(call, response, status, body, text, now)
  const inside = body === NOT_JSON ? undefined : (call.errorInside ?? errorInside)(body)
  if (inside !== undefined) return refusal(call, response, inside, body, text, now)

  const isUnreadable =
    body === NOT_JSON &&
    (call.ignoresBody !== true || isCutJson(text) || isPage(text, response.headers.get('content-type')))
  const location = response.headers.get('location') ?? undefined
  const value = isUnreadable ? undefined : call.read({ status, body, location })
  return value === undefined ? fault('unintelligible', { status }) : answered(value)
}

function notSent({ fault: given }: { readonly fault: Fault }): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { ...given, uncertain: false } }
}

function contentOf({ json, form }: Pick<Call<unknown>, 'json' | 'form'>): {
  headers: Record<string, string>
  body?: string
} {
  if (json !== undefined)
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
  if (form === undefined) return { headers: {} }
  const body = Object.entries(form).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: body.join('&') }
}

function refusal(
  { errors = [] }: Pick<Call<unknown>, 'errors'>,
  { headers }: HttpResponse,
  status: number,
  body: unknown,
  text: string,
  now: () => number,
): { readonly ok: false; readonly fault: Fault } {
  const wait = retryAfterSeconds({ status, headers }, now())
  // A page for people was written by something in between, which knows nothing of the server's own errors.
  const known = isPage(text, headers.get('content-type'))
    ? undefined
    : faultInTable(errors, status, body, text)
  return fault(known ?? codeOf(status), {
    status,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

function codeOf(status: number): FaultCode {
  const code = BY_STATUS[status]
  if (code !== undefined) return code
  if (status >= 500 && status <= 599) return 'server-failed'
  if (status >= 400 && status <= 499) return 'rejected'
  // A browser reports a redirect that it was told not to follow as status 0.
  return status === 0 || (status >= 300 && status <= 399) ? 'redirected' : 'unintelligible'
}

function isTimeout(error: unknown): boolean {
  const name: unknown =
    typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
  return name === 'TimeoutError' || name === 'AbortError'
}
