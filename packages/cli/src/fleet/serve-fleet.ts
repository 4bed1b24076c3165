import { isEui64 } from '@claimtag/core'
import { type PageFile, type ServedPage, servePage } from '@claimtag/line'
import { explain, type Failure } from '@claimtag/provisioning'
import type { ListedDevice } from '@claimtag/provisioning/queue'
import type { ServerResponse } from 'node:http'
import { actionSchema, type FleetAction, listSchema } from './action-schema.ts'
import { createLooks, type Look } from './look.ts'
import type { OpenQueue } from './open-queue.ts'

interface ServeOptions {
  /** Whose devices, as it is shown. */
  readonly realm: string
  readonly mayExpose: boolean
  /** How long the queue may take to answer. Default 5000. */
  readonly answerMs?: number | undefined
}

const PAGE = 50
const WINDOW_MS = 60_000
/** Several pages that look at the same time ask the queue once. */
const FRESH_MS = 900

const file = (name: string): URL => new URL(`../../page/${name}`, import.meta.url)
const FILES: ReadonlyMap<string, PageFile> = new Map([
  ['/', [file('index.html'), 'text/html']],
  ['/fleet.css', [file('fleet.css'), 'text/css']],
  ['/fleet.js', [file('fleet.js'), 'text/javascript']],
])
/** The queue does not answer, or refuses: asked again later. */
const AWAY = 503
/** Redis that is away is asked when it is back, and until then a page would show what was. */
const ANSWER_MS = 5000

/**
 * Serves the page of a queue: its state (`GET /look`), its devices (`GET /devices?state=dead&from=0`) and what steers
 * it (`POST /act`, with the header `X-Claimtag-Fleet: 1`). Nothing of a record, and so no token, is in any answer.
 *
 * @throws LineError `listen-address`, `listen-exposed`, `listen-failed`
 */
export async function serveFleet(
  { queue, rates }: Pick<OpenQueue, 'queue' | 'rates'>,
  address: string,
  { realm, mayExpose, answerMs = ANSWER_MS }: ServeOptions,
): Promise<ServedPage> {
  const look = createLooks({ queue, rates }, WINDOW_MS)
  let last: { readonly at: number; readonly look: Promise<Look> } | undefined

  function lookAgain(): Promise<Look> {
    const at = performance.now()
    if (last === undefined || at - last.at > FRESH_MS) last = { at, look: look() }
    return last.look
  }

  async function devices(given: URLSearchParams): Promise<object | undefined> {
    const asked = listSchema.safeParse({ state: given.get('state'), from: given.get('from') ?? '' }).data
    if (asked === undefined) return undefined
    const found = await queue.list({ ...asked, limit: PAGE + 1 })
    return { devices: found.slice(0, PAGE).map(shown), isMore: found.length > PAGE }
  }

  async function steer(action: FleetAction): Promise<object> {
    if (action.type === 'retry')
      return { requeued: await queue.requeue(action.devEuis?.filter((devEui) => isEui64(devEui))) }
    await queue.setMode(action.mode)
    return { mode: action.mode }
  }

  return servePage(address, {
    files: FILES,
    ownHeader: 'x-claimtag-fleet',
    mayExpose,
    async get({ pathname, searchParams }, response) {
      if (pathname !== '/look' && pathname !== '/devices') return 404
      const asked =
        pathname === '/look' ? lookAgain().then((now) => lookOf(now, realm)) : devices(searchParams)
      const answer = await inTime(asked, answerMs).catch(() => AWAY)
      if (typeof answer === 'number') return answer
      return answer === undefined ? 400 : send(response, answer)
    },
    async post(path, body) {
      if (path !== '/act') return 404
      const action = actionSchema.safeParse(body).data
      if (action === undefined) return 400
      return (
        inTime(steer(action), answerMs)
          .then((answer) => ({ answer }))
          .catch(() => AWAY)
          // What was seen in the meantime may be of before.
          .finally(() => (last = undefined))
      )
    },
  })
}

/** Rejects when it takes longer; it may come to its end later. */
async function inTime<T>(work: Promise<T>, mostMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), mostMs)
  })
  return Promise.race([work, over]).finally(() => clearTimeout(timer))
}

function lookOf({ perSecond, ...look }: Look, realm: string): object {
  const { waiting, delayed, active } = look.counts
  const left = waiting + delayed + active
  if (perSecond === undefined) return { realm, ...look }
  const leftSeconds = perSecond > 0 && left > 0 ? { leftSeconds: Math.ceil(left / perSecond) } : {}
  return { realm, ...look, perSecond, ...leftSeconds }
}

function shown({ devEui, attempts, reason }: ListedDevice): object {
  return { devEui, attempts, ...(reason === undefined ? {} : { sentence: explain(reason as Failure) }) }
}

function send(response: ServerResponse, answer: object): undefined {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(answer))
}
