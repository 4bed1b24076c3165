import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { findRoute, preflight, readable, readRequest, replyUnder, sendReply } from './http/answer.ts'
import { selfSigned } from './http/certificate.ts'
import { createFaults } from './http/faults.ts'
import type { Faults } from './http/faults.ts'
import { createLimits } from './http/limits.ts'
import type { Limits } from './http/limits.ts'
import { refusal } from './http/route.ts'
import type { Operation, Request } from './http/route.ts'
import { createDesk } from './pages/desk.ts'
import { createAccounts } from './servers/accounts.ts'
import { busitRoutes } from './servers/busit.ts'
import { chirpStackRoutes } from './servers/chirpstack.ts'
import { dxCoreRoutes } from './servers/dx-core.ts'
import { ownApplicationServerRoutes } from './servers/own-application-server.ts'
import { theThingsJoinServerRoutes } from './servers/the-things-join-server.ts'
import { theThingsStackRoutes } from './servers/the-things-stack.ts'
import { thingparkActivationRoutes } from './servers/thingpark-activation.ts'
import type { AsKeyPadding } from './servers/thingpark-activation.ts'
import { thingparkWirelessRoutes } from './servers/thingpark-wireless.ts'
import { createWorld } from './world/world.ts'
import type { World, WorldOptions } from './world/world.ts'

export interface SimulatorOptions extends WorldOptions {
  /** Default 0, a free port. */
  readonly port?: number
  /** Lifetime of a Bearer token; default 300 s. */
  readonly tokenLifetimeSeconds?: number
  /** Milliseconds; the clock for the lifetime of tokens and for limits. */
  readonly now?: () => number
  /** How ASTKs are encrypted: OAEP with SHA-256 by default, PKCS #1 v1.5 as servers in the field do. */
  readonly asKeyPadding?: AsKeyPadding
  /** Over TLS, with a certificate that it makes itself: {@link Simulator.certificate}. */
  readonly tls?: boolean
}

export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:{port}`, or `https:` */
  readonly address: string
  /** In PEM, to be trusted by clients; without TLS there is none. */
  readonly certificate: string | undefined
  readonly world: World
  /** Every request, by operation; without bodies, since they contain tokens. */
  readonly log: readonly { readonly operation: Operation; readonly status: number | 'dropped' }[]
  readonly inject: Faults['inject']
  /** Lets so many requests of an operation pass in so many seconds; without a limit, all again. */
  readonly limit: Limits['limit']
  /** Puts the clock forward, so that tokens expire and limits end. */
  advance(seconds: number): void
  /** Revokes every Bearer token issued so far. */
  revokeTokens(): void
  close(): Promise<void>
}

/** Starts all servers on one port of this machine. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  let ahead = 0
  const { now: clock = Date.now, tokenLifetimeSeconds = 300, port = 0 } = options
  const now = (): number => clock() + ahead
  const world = createWorld(options)
  const faults = createFaults()
  const limits = createLimits(now)
  const accounts = createAccounts(world, tokenLifetimeSeconds, now)
  const routes = [
    ...accounts.routes,
    ...thingparkActivationRoutes(world, accounts, options.asKeyPadding),
    ...thingparkWirelessRoutes(world, accounts, now),
    ...dxCoreRoutes(world, accounts),
    ...busitRoutes(world),
    ...theThingsStackRoutes(world),
    ...theThingsJoinServerRoutes(world),
    ...chirpStackRoutes(world),
    ...ownApplicationServerRoutes(world),
  ]
  const log: { operation: Operation; status: number | 'dropped' }[] = []
  const controls = {
    inject: faults.inject,
    limit: limits.limit,
    advance: (seconds: number) => void (ahead += seconds * 1000),
    revokeTokens: accounts.revokeAll,
  }
  const desk = createDesk({ world, log, controls, address: () => address })

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    if (request !== undefined && desk.takes(request, response)) return
    await operate(request, incoming, response)
    desk.changed()
  }

  async function operate(
    request: Request | undefined,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const open = request && preflight(request)
    if (open !== undefined) return sendReply(response, open)
    const found = request && findRoute(routes, request)
    if (request === undefined || found === undefined) return sendReply(response, refusal(404, 'no such path'))
    const { operation, kind } = found.route
    const effect = faults.take(operation)
    if (effect?.kind === 'delay') await sleep(effect.milliseconds)
    const refused = limits.refuse(operation, kind)
    const reply = effect?.kind === 'drop-before' ? undefined : (refused ?? replyUnder(effect, found, request))
    const isDropped = reply === undefined || effect?.kind === 'drop-after'
    log.push({ operation, status: isDropped ? 'dropped' : reply.status })
    if (isDropped) incoming.socket.destroy()
    else sendReply(response, readable(reply, kind), effect)
  }

  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    serve(incoming, response).catch(() => incoming.socket.destroy())
  }
  const secure = options.tls === true ? selfSigned(clock) : undefined
  const server = secure === undefined ? createServer(listener) : createTlsServer(secure, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  let isClosing = false
  // A connection that was on its way when the others were closed would be waited for.
  server.on('connection', (socket) => isClosing && socket.destroy())
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      isClosing = true
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const scheme = secure === undefined ? 'http' : 'https'
  const address = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address,
    certificate: secure?.cert,
    world,
    log,
    ...controls,
    close,
    [Symbol.asyncDispose]: close,
  }
}
