import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/** Serves a handler of the web's `Request` and `Response` with `node:http`. */
export function createNodeServer(handle: (request: Request) => Promise<Response>): Server {
  return createServer((incoming, response) => {
    serve(handle, incoming, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

async function serve(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A client that goes away ends the work that is done for it.
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const answered = await handle(requestOf(incoming, gone.signal))
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(Buffer.from(await answered.arrayBuffer()))
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  const init = { method, headers: fields, signal }
  if (method === 'GET' || method === 'HEAD') return new Request(new URL(url, 'http://localhost'), init)
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  return new Request(new URL(url, 'http://localhost'), { ...init, body, duplex: 'half' })
}
