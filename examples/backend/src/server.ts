import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'

export interface RunningServer {
  readonly url: string
  /** Accepts no new connection, answers the requests in progress, and then resolves. */
  stop(): Promise<void>
}

/** Time for a client to send its headers, and a whole request: slow clients must not fill the server. */
const HEADERS_MS = 10_000
const REQUEST_MS = 120_000

/** Serves a function of the web with `node:http`. */
export async function serve(
  handle: (request: Request) => Promise<Response>,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: handle }) as Server
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = REQUEST_MS
  let isStopping = false
  // A connection that is kept alive ends with its next answer, so that a rolling restart does not wait for it.
  server.prependListener('request', (_, response) => {
    if (isStopping) response.setHeader('connection', 'close')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening}`,
    stop() {
      isStopping = true
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
    },
  }
}
