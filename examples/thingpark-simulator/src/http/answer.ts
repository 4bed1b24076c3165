import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Effect } from './faults.ts'
import { refusalOf } from './refusals.ts'
import { match } from './route.ts'
import type { Kind, Parts, Reply, Request, Route } from './route.ts'

export interface Found {
  readonly route: Route
  readonly parts: Parts
}

export function findRoute(routes: readonly Route[], { method, path }: Request): Found | undefined {
  for (const route of routes) {
    const parts = match(route, method, path)
    if (parts !== undefined) return { route, parts }
  }
  return undefined
}

/** The Things Stack is open to the pages of all origins (CORS); the others are not. */
const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-expose-headers': 'x-rate-limit-retry',
}

/** The answer to a browser that asks whether it may send a request. */
export function preflight({ method, path }: Request): Reply | undefined {
  return method === 'OPTIONS' && path.startsWith('/api/v3/') ? { status: 204, headers: OPEN } : undefined
}

/** A reply with what a browser needs to give it to its page. */
export function readable(reply: Reply, kind: Kind): Reply {
  return kind === 'the-things-stack' ? { ...reply, headers: { ...OPEN, ...reply.headers } } : reply
}

/** The reply of a route under an effect that decides what is answered; others decide how it is sent. */
export function replyUnder(effect: Effect | undefined, { route, parts }: Found, request: Request): Reply {
  switch (effect?.kind) {
    case 'text':
      return {
        status: 200,
        body: effect.text,
        headers: { 'content-type': effect.contentType ?? 'text/html' },
      }
    case 'status':
      return injected(effect, route.kind)
    case 'echo':
      return refusalOf(
        route.kind,
        effect.status,
        `${JSON.stringify(request.headers)} ${request.path} ${request.body}`,
      )
    case 'redirect':
      return { status: 302, headers: { location: effect.location } }
    case 'status-after':
      route.answer(request, parts)
      return refusalOf(route.kind, effect.status, 'injected')
    default:
      return route.answer(request, parts)
  }
}

function injected(effect: Extract<Effect, { readonly kind: 'status' }>, kind: Kind): Reply {
  const { status, retryAfterSeconds: wait, headers, body } = effect
  const retry = wait === undefined ? {} : { 'retry-after': String(wait) }
  const reply = body === undefined ? refusalOf(kind, status, 'injected') : { status, body }
  return { ...reply, headers: { ...reply.headers, ...retry, ...headers } }
}

/** Bodies have a few hundred bytes; a larger one is a mistake. */
const MOST_BYTES = 1 << 20

/** The whole request; `undefined` when its body is too long. */
export async function readRequest(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const { method = 'GET', headers } = incoming
  const body = Buffer.concat(chunks).toString('utf8')
  return { method, path: pathname, query: searchParams, headers, body }
}

/** Sends a reply, in part or slowly where the effect says so. */
export function sendReply(response: ServerResponse, reply: Reply, effect?: Effect): void {
  const { status, body, headers = {} } = reply
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  if (effect?.kind !== 'half' && effect?.kind !== 'slow') {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? undefined : text)
    return
  }
  // Even an answer without a body is announced with one, so that the half of it can be missed.
  const whole = Buffer.from(text === '' ? '{}' : text)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': whole.length,
    ...headers,
  })
  const part = effect.kind === 'slow' ? 1 : Math.ceil(whole.length / 2)
  response.write(whole.subarray(0, part), () => {
    if (effect.kind === 'half') response.destroy()
  })
}
