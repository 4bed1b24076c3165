import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LineError } from '../issue.ts'
import type { Notice } from '../notice.ts'
import type { Station } from '../station/station.ts'
import { type Language, languageOf } from '../words/languages.ts'
import { actionSchema, arrivalSchema } from './action-schema.ts'
import { createEventStreams } from './event-stream.ts'
import { isOwnHost, parseListen } from './host.ts'

export interface ServeOptions {
  /** The language of a page that asks for none. */
  readonly language: Language
  /** Others may reach the page than this machine alone. Default false. */
  readonly mayExpose?: boolean | undefined
  /** Something could not be recorded: the station has to be closed. */
  readonly onFailed: (error: unknown) => void
}

/** The page of a station, until it is closed. */
export interface ServedStation {
  /** `http://127.0.0.1:7070/` */
  readonly url: string
  close(): Promise<void>
}

/** A page of somebody else cannot set it without being asked, and is not answered (CORS, preflight). */
const OWN_HEADER = 'x-claimtag-line'
const MOST_BYTES = 16_384

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

const FILES: ReadonlyMap<string, readonly [name: string, type: string]> = new Map([
  ['/', ['index.html', 'text/html']],
  ['/station.css', ['station.css', 'text/css']],
  ['/station.js', ['station.js', 'text/javascript']],
])

/**
 * Serves a station to a touch screen: one page, which gets its pictures as server-sent events (`GET /events?lang=de`)
 * and posts scans (`POST /arrive`) and actions (`POST /act`) as JSON, with the header `X-Claimtag-Line: 1`. Programs of
 * a factory may do the same.
 *
 * @param address `127.0.0.1:7070`
 * @throws LineError `listen-address`, `listen-exposed`, `listen-failed`
 *
 * @example
 * ```ts no-run
 * import { serveStation, type Station } from '@claimtag/line'
 *
 * async function serve(station: Station): Promise<void> {
 *   const served = await serveStation(station, '127.0.0.1:7070', { language: 'en', onFailed: console.error })
 *   console.log(served.url) // http://127.0.0.1:7070/
 * }
 * ```
 */
export async function serveStation(
  station: Station,
  address: string,
  { language, mayExpose = false, onFailed }: ServeOptions,
): Promise<ServedStation> {
  const listen = parseListen(address, mayExpose)
  const streams = createEventStreams(station)
  let port = listen.port

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const { host, origin } = request.headers
    if (!isOwnHost(host, listen, port)) return end(response, 421)
    if (origin !== undefined && origin !== `http://${host}`) return end(response, 403)
    // `//` names no path.
    if (!URL.canParse(request.url ?? '/', 'http://station')) return end(response, 400)
    const url = new URL(request.url ?? '/', 'http://station')
    // An <img> of somebody else's page says no Origin, and would hold a stream.
    if (url.pathname === '/events' && request.headers['sec-fetch-site'] === 'cross-site')
      return end(response, 403)
    if (request.method === 'POST') return post(request, response, url.pathname)
    if (request.method !== 'GET') return end(response, 405)
    if (url.pathname === '/events') {
      const asked = url.searchParams.get('lang')
      if (!streams.open(response, asked === null ? language : languageOf(asked))) end(response, 503)
      return
    }
    // Browsers ask for one unasked.
    if (url.pathname === '/favicon.ico') return end(response, 204)
    const file = FILES.get(url.pathname)
    if (file === undefined) return end(response, 404)
    response.writeHead(200, { 'Content-Type': `${file[1]}; charset=utf-8` })
    response.end(readFileSync(new URL(`../../page/${file[0]}`, import.meta.url)))
  }

  async function post(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.headers[OWN_HEADER] !== '1') return end(response, 403)
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return end(response, 415)
    const body = await bodyOf(request)
    if (body === 'gone') return
    if (body === 'too-long') return end(response, 413)
    let notice: Notice | undefined
    if (path === '/arrive') {
      const arrival = arrivalSchema.safeParse(body.json).data
      if (arrival === undefined) return end(response, 400)
      notice = await recorded(station.arrive(arrival.text))
    } else if (path === '/act') {
      const action = actionSchema.safeParse(body.json).data
      if (action === undefined) return end(response, 400)
      notice = await recorded(station.act(action))
    } else return end(response, 404)
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(notice ?? null))
  }

  /** Nothing else that goes wrong with a request may close the station. */
  function recorded<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      onFailed(error)
      throw error
    })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) end(response, 500)
    })
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code: detail = 'failed' }: NodeJS.ErrnoException) =>
      reject(new LineError({ code: 'listen-failed', address, detail })),
    )
    server.listen(listen.port, listen.host, resolve)
  }).catch((error: unknown) => {
    streams.close()
    throw error
  })
  ;({ port } = server.address() as AddressInfo)
  return {
    url: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}/`,
    async close() {
      streams.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status)
  response.end()
}

/** The JSON of a request, `undefined` in place of what is none. `gone`: the client is no longer there. */
async function bodyOf(request: IncomingMessage): Promise<{ readonly json: unknown } | 'too-long' | 'gone'> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length
      if (length > MOST_BYTES) return 'too-long'
      parts.push(part)
    }
  } catch {
    return 'gone'
  }
  try {
    return { json: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown }
  } catch {
    return { json: undefined }
  }
}
