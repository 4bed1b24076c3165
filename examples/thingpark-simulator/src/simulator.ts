import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAccounts } from './accounts.ts'
import { applicationServerRoutes } from './application-server.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { joinServerRoutes } from './join-server.ts'
import { networkServerRoutes } from './network-server.ts'
import { match, refusal } from './route.ts'
import type { Operation, Reply, Request, Route } from './route.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

export interface SimulatorOptions extends WorldOptions {
  /** Default 0, a free port. */
  readonly port?: number
  /** Lifetime of a Bearer token; default 300 s. */
  readonly tokenLifetimeSeconds?: number
  /** Milliseconds; the clock for the lifetime of tokens. */
  readonly now?: () => number
}

export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  readonly address: string
  readonly world: World
  /** Every request, by operation; without bodies, since they contain tokens. */
  readonly log: readonly { readonly operation: Operation; readonly status: number | 'dropped' }[]
  readonly inject: Faults['inject']
  /** Revokes every Bearer token issued so far. */
  revokeTokens(): void
  close(): Promise<void>
}

/** Bodies have a few hundred bytes; a larger one is a mistake. */
const MOST_BYTES = 1 << 20

/** Starts all servers on one port of this machine. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const world = createWorld(options)
  const faults = createFaults()
  const accounts = createAccounts(world, options.tokenLifetimeSeconds ?? 300, options.now ?? Date.now)
  const routes = [
    ...accounts.routes,
    ...joinServerRoutes(world, accounts),
    ...networkServerRoutes(world, accounts),
    ...applicationServerRoutes(world),
  ]
  const log: { operation: Operation; status: number | 'dropped' }[] = []

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming)
    const found = request && find(routes, request)
    if (request === undefined || found === undefined) return write(response, refusal(404, 'no such path'))
    const { operation } = found.route
    const effect = faults.take(operation)
    if (effect?.kind === 'delay') await sleep(effect.milliseconds)
    const reply = effect?.kind === 'drop-before' ? undefined : answer(found, request, effect)
    const dropped = reply === undefined || effect?.kind === 'drop-after'
    log.push({ operation, status: dropped ? 'dropped' : reply.status })
    if (dropped) incoming.socket.destroy()
    else write(response, reply)
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    log,
    inject: faults.inject,
    revokeTokens: accounts.revokeAll,
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Found {
  readonly route: Route
  readonly parts: Readonly<Record<string, string>>
}

function find(routes: readonly Route[], { method, path }: Request): Found | undefined {
  for (const route of routes) {
    const parts = match(route, method, path)
    if (parts !== undefined) return { route, parts }
  }
  return undefined
}

function answer({ route, parts }: Found, request: Request, effect: ReturnType<Faults['take']>): Reply {
  if (effect?.kind === 'text')
    return { status: 200, body: effect.text, headers: { 'content-type': 'text/html' } }
  if (effect?.kind !== 'status') return route.answer(request, parts)
  const wait = effect.retryAfterSeconds
  return {
    ...refusal(effect.status, 'injected'),
    ...(wait === undefined ? {} : { headers: { 'retry-after': String(wait) } }),
  }
}

async function read(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const { method = 'GET', headers } = incoming
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function write(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}
