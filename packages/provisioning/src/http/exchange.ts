import { answered, fault } from '../answer.ts'
import type { Answer, Fault, FaultCode } from '../answer.ts'
import type { ConnectorOptions } from './connector-options.ts'
import { endedBy } from '../ended.ts'
import type { CallOptions } from '../ports.ts'
import type { Fetch, HttpRequest, HttpResponse } from './fetch.ts'

/** One request to a server, and how its answer is read. */
export interface Call<T> {
  readonly method: HttpRequest['method']
  readonly url: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** The value in a 2xx answer, or `undefined` when the answer is not what the interface promises. */
  readonly read: (reply: Reply) => T | undefined
}

/** A 2xx answer. `body` is `undefined` when it has none. */
interface Reply {
  readonly body: unknown
  readonly location: string | undefined
}

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
 * call is made once more with a new token.
 */
export async function exchange<T>(
  { fetch, authorization }: Pick<ConnectorOptions, 'fetch' | 'authorization'>,
  call: Call<T>,
  options: CallOptions = {},
): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt++) {
    const token = await authorization.token(options)
    // Without a token the request was not sent, even if it is uncertain what became of the request for a token.
    if (!token.ok) return notSent(token)
    const answer = await send(fetch, call, { ...options, bearer: token.value })
    if (answer.ok || answer.fault.code !== 'unauthenticated') return answer
    authorization.refused(token.value)
    if (attempt === 2) return answer
  }
}

interface SendOptions extends CallOptions {
  readonly bearer?: string
}

/** One request, with the Bearer token if there is one. */
export async function send<T>(
  fetch: Fetch,
  call: Call<T>,
  { bearer, signal }: SendOptions = {},
): Promise<Answer<T>> {
  if (signal?.aborted) return notSent(endedBy(signal))
  const content = contentOf(call)
  const extra = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  const headers = { accept: 'application/json', ...content.headers, ...extra }
  let response: HttpResponse
  let text: string
  try {
    const body = content.body === undefined ? {} : { body: content.body }
    const ends = signal === undefined ? {} : { signal }
    response = await fetch(call.url, { method: call.method, headers, redirect: 'manual', ...body, ...ends })
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) return endedBy(signal)
    return fault(isTimeout(error) ? 'timed-out' : 'unreachable')
  }
  const { status } = response
  if (status < 200 || status > 299) return refusal(response)
  const body = parsed(text)
  const value =
    body === NOT_JSON
      ? undefined
      : call.read({ body, location: response.headers.get('location') ?? undefined })
  return value === undefined ? fault('unintelligible', { status }) : answered(value)
}

function notSent({ fault: sent }: { readonly fault: Fault }): {
  readonly ok: false
  readonly fault: Fault
} {
  return { ok: false, fault: { ...sent, uncertain: false } }
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

function refusal({ status, headers }: HttpResponse): { readonly ok: false; readonly fault: Fault } {
  const wait = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0]
  return fault(codeOf(status), { status, ...(wait === undefined ? {} : { retryAfterSeconds: Number(wait) }) })
}

function codeOf(status: number): FaultCode {
  const code = BY_STATUS[status]
  if (code !== undefined) return code
  if (status >= 500 && status <= 599) return 'server-failed'
  if (status >= 400 && status <= 499) return 'rejected'
  // A browser reports a redirect that it was told not to follow as status 0.
  return status === 0 || (status >= 300 && status <= 399) ? 'redirected' : 'unintelligible'
}

const NOT_JSON = Symbol('not JSON')

function parsed(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return NOT_JSON
  }
}

function isTimeout(error: unknown): boolean {
  const name: unknown =
    typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
  return name === 'TimeoutError' || name === 'AbortError'
}
