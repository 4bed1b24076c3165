import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LineError } from '../issue.ts'
import { isOwnHost, parseListen } from './host.ts'

/** A file of a page, and its type: `text/css`. */
export type PageFile = readonly [place: URL, type: string]

export interface PageOptions {
  /** Files by their path; `/` is the page itself. */
  readonly files: ReadonlyMap<string, PageFile>
  /** The header that posts must have, in small letters: a page of somebody else cannot set it without being asked. */
  readonly ownHeader: string
  /** Others may reach the page than this machine alone. Default false. */
  readonly mayExpose?: boolean | undefined
  /**
   * Asked for all other paths, and never by a page of somebody else. It answers and gives `undefined`, or gives the
   * status of a refusal.
   */
  readonly get: (url: URL, response: ServerResponse) => Promise<number | undefined> | number | undefined
  /** What is posted: its answer is sent as JSON, and a number is the status of a refusal. */
  readonly post: (path: string, body: unknown) => Promise<number | { readonly answer: unknown }>
}

/** A page, until it is closed. */
export interface ServedPage {
  /** `http://127.0.0.1:7070/` */
  readonly url: string
  close(): Promise<void>
}

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

/**
 * Serves a page of a program to this machine, or to others when they may. Requests for another host, and from pages of
 * other origins, are refused; posts are JSON with a header that such pages cannot set (CORS, preflight).
 *
 * @param address `127.0.0.1:7070`
 * @throws LineError `listen-address`, `listen-exposed`, `listen-failed`
 *
 * @example
 * ```ts
 * import { servePage } from '@claimtag/line'
 *
 * const served = await servePage('127.0.0.1:0', {
 *   files: new Map(),
 *   ownHeader: 'x-claimtag-example',
 *   get: () => 404,
 *   post: async (path, body) => ({ answer: { path, body } }),
 * })
 * const headers = { 'Content-Type': 'application/json', 'X-Claimtag-Example': '1' }
 * const reply = await fetch(`${served.url}act`, { method: 'POST', headers, body: '{"type":"pause"}' })
 * console.log(await reply.text()) // {"path":"/act","body":{"type":"pause"}}
 * await served.close()
 * ```
 */
export async function servePage(address: string, options: PageOptions): Promise<ServedPage> {
  const { files, ownHeader, mayExpose = false } = options
  const listen = parseListen(address, mayExpose)
  let port = listen.port

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const { host, origin } = request.headers
    if (!isOwnHost(host, listen, port)) return end(response, 421)
    if (origin !== undefined && origin !== `http://${host}`) return end(response, 403)
    // `//` names no path.
    if (!URL.canParse(request.url ?? '/', 'http://page')) return end(response, 400)
    const url = new URL(request.url ?? '/', 'http://page')
    if (request.method === 'POST') return post(request, response, url.pathname)
    if (request.method !== 'GET') return end(response, 405)
    // Browsers ask for one unasked.
    if (url.pathname === '/favicon.ico') return end(response, 204)
    const [place, type] = files.get(url.pathname) ?? []
    if (place !== undefined) {
      response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` })
      response.end(readFileSync(place))
      return
    }
    // An <img> of somebody else's page says no Origin, and would hold a stream.
    if (request.headers['sec-fetch-site'] === 'cross-site') return end(response, 403)
    const refused = await options.get(url, response)
    if (refused !== undefined) end(response, refused)
  }

  async function post(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.headers[ownHeader] !== '1') return end(response, 403)
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return end(response, 415)
    const body = await bodyOf(request)
    if (body === 'gone') return
    if (body === 'too-long') return end(response, 413)
    const answered = await options.post(path, body.json)
    if (typeof answered === 'number') return end(response, answered)
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(answered.answer))
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
  })
  ;({ port } = server.address() as AddressInfo)
  return {
    url: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}/`,
    async close() {
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
