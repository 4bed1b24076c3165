import { type AddressInfo, createServer, type Socket } from 'node:net'
import { LineError } from '../issue.ts'
import type { Notice } from '../notice.ts'
import type { Arrivals, Take } from './arrivals.ts'
import { createLineCutter } from './line-cutter.ts'

/** More than a line has test benches. */
const MOST_CONNECTIONS = 16
const KEEP_ALIVE_MS = 30_000

/**
 * Listens for devices on TCP, one a line. Each is answered by a line of JSON, what the operator was told, when the
 * station has dealt with it; the next one of that connection is taken then.
 *
 * @throws LineError `arrivals-failed`
 */
export async function tcpArrivals(
  { host, port }: { readonly host: string; readonly port: number },
  take: Take,
  onFailed: (error: unknown) => void,
): Promise<Arrivals & { readonly port: number }> {
  const sockets = new Set<Socket>()
  let stopped = false
  async function serve(socket: Socket): Promise<void> {
    const lines: string[] = []
    const gone = new AbortController()
    socket.once('close', () => gone.abort())
    const cut = createLineCutter((line) => lines.push(line))
    // What is sent meanwhile stays with its sender, so that none of it is refused for want of space.
    async function settle(): Promise<void> {
      for (const line of lines.splice(0)) {
        if (stopped) return
        let notice: Notice | undefined
        try {
          notice = await take(line, { signal: gone.signal })
        } catch (error) {
          return onFailed(error)
        }
        if (notice === undefined || !socket.writable) continue
        if (!socket.write(`${JSON.stringify(notice)}\n`)) await drained(socket)
      }
    }
    try {
      for await (const bytes of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        cut(bytes)
        await settle()
      }
      // A scanner that ends no line ends its connection.
      cut('\n')
      await settle()
      socket.end()
    } catch {
      socket.destroy()
    }
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (sockets.size >= MOST_CONNECTIONS) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.setNoDelay(true)
    // A machine that lost its power has not said that it went.
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    void serve(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code: detail = 'failed' }: NodeJS.ErrnoException) =>
      reject(new LineError({ code: 'arrivals-failed', address: `tcp://${host}:${port}`, detail })),
    )
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      stopped = true
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve)
    socket.once('close', () => resolve())
  })
}
