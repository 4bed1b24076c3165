import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

export interface Listening {
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

/** A slow client must not hold the server. */
const HEADERS_MS = 10_000
const REQUEST_MS = 15_000

export async function listen(app: Hono, port: number, host = '127.0.0.1'): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = REQUEST_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  const { port: own } = server.address() as AddressInfo
  return {
    address: `http://${host === '127.0.0.1' ? 'localhost' : host}:${own}`,
    port: own,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Browsers hold their event streams open.
        server.closeAllConnections()
      }),
  }
}
