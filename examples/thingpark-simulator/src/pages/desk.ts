import type { ServerResponse } from 'node:http'
import type { Effect, Faults } from '../http/faults.ts'
import type { Limit, Limits } from '../http/limits.ts'
import { isObject, jsonObject } from '../http/route.ts'
import type { Operation, Request } from '../http/route.ts'
import type { World } from '../world/world.ts'
import { labelsPage } from './labels-page.ts'
import { configurationDocument, portalDocument } from './portal-document.ts'
import { snapshot } from './snapshot.ts'
import type { LogEntry } from './snapshot.ts'
import { STATE_PAGE } from './state-page.ts'

interface Controls {
  readonly inject: Faults['inject']
  readonly limit: Limits['limit']
  readonly advance: (seconds: number) => void
  readonly revokeTokens: () => void
}

/** What people look at and switch, below `/simulator`; the servers know nothing of it. */
export interface Desk {
  /** Whether the request was one for the desk, which then has answered it. */
  readonly takes: (request: Request, response: ServerResponse) => boolean
  /** Tells everyone who watches when the state has become another. */
  readonly changed: () => void
}

const PAGE = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'no-store' }

export function createDesk({
  world,
  log,
  controls,
  address,
}: {
  readonly world: World
  readonly log: readonly LogEntry[]
  readonly controls: Controls
  /** Of the simulator, once it listens. */
  readonly address: () => string
}): Desk {
  const watchers = new Set<ServerResponse>()
  let last = ''
  const state = (): string => JSON.stringify(snapshot(world, log))

  function watch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(`data: ${state()}\n\n`)
    watchers.add(response)
    response.on('close', () => watchers.delete(response))
  }

  function control({ headers, body }: Request, response: ServerResponse): void {
    // Other origins cannot send this type without asking first, and that is not answered.
    const isJson = /^application\/json\b/.test(String(headers['content-type'] ?? ''))
    const done = isJson && carryOut(controls, jsonObject(body))
    response.writeHead(done ? 200 : 400, JSON_TYPE).end(JSON.stringify({ done }))
    changed()
  }

  function changed(): void {
    if (watchers.size === 0) return
    const now = state()
    if (now === last) return
    last = now
    for (const watcher of watchers) watcher.write(`data: ${now}\n\n`)
  }

  return {
    takes(request, response) {
      const { method, path } = request
      if (method === 'POST' && path === '/simulator/control') control(request, response)
      else if (method !== 'GET') return false
      else if (path === '/' || path === '/simulator') response.writeHead(200, PAGE).end(STATE_PAGE)
      else if (path === '/simulator/labels') response.writeHead(200, PAGE).end(labelsPage(world))
      else if (path === '/simulator/state') response.writeHead(200, JSON_TYPE).end(state())
      else if (path === '/simulator/portal.json') document(response, portalDocument(world, address()))
      else if (path === '/simulator/configuration.json') document(response, configurationDocument(world))
      else if (path === '/simulator/events') watch(response)
      else return false
      return true
    },
    changed,
  }
}

function document(response: ServerResponse, value: object): void {
  response.writeHead(200, JSON_TYPE).end(JSON.stringify(value, undefined, 2))
}

const EFFECTS: Readonly<Record<Effect['kind'], true>> = {
  status: true,
  'status-after': true,
  text: true,
  delay: true,
  'drop-before': true,
  'drop-after': true,
  half: true,
  slow: true,
  redirect: true,
  echo: true,
}
const OPERATIONS: Readonly<Record<Operation, true>> = {
  token: true,
  'as-key': true,
  claim: true,
  'claim-info': true,
  status: true,
  release: true,
  'join-server': true,
  lists: true,
  'identity-server': true,
  'network-server': true,
  'application-server': true,
  find: true,
  remove: true,
}

/** One command: `{inject: {operation, effect, times?}}`, `{limit: …}`, `{advanceSeconds}` or `{revokeTokens: true}`. */
function carryOut(controls: Controls, command: Readonly<Record<string, unknown>> | undefined): boolean {
  const { inject, limit, advanceSeconds, revokeTokens } = command ?? {}
  if (isObject(inject) && isObject(inject.effect)) {
    if (!isOne(OPERATIONS, inject.operation) || !isOne(EFFECTS, inject.effect.kind)) return false
    controls.inject(
      inject.operation as Operation,
      inject.effect as unknown as Effect,
      Number(inject.times ?? 1),
    )
  } else if (isObject(limit)) {
    const { operation, requests, seconds } = limit
    if (!isOne(OPERATIONS, operation)) return false
    const next: Limit | undefined =
      requests === undefined ? undefined : { requests: Number(requests), seconds: Number(seconds) }
    controls.limit(operation as Operation, next)
  } else if (typeof advanceSeconds === 'number') controls.advance(advanceSeconds)
  else if (revokeTokens === true) controls.revokeTokens()
  else return false
  return true
}

function isOne(names: Readonly<Record<string, true>>, name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(names, name)
}
