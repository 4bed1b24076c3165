import { type AddressInfo, createServer, type Socket } from 'node:net'
import { LineError } from '../issue.ts'
import type { Arrivals, Take } from './arrivals.ts'
import { createLineCutter } from './line-cutter.ts'

/** More than a line has test benches. */
const MOST_CONNECTIONS = 16

/**
 * Listens for devices on TCP, one a line. Each is answered by a line of JSON, what the operator was told, when the
 * station has dealt with it.
 *
 * @throws LineError `arrivals-failed`
 */
export async function tcpArrivals(
  { host, port }: { readonly host: string; readonly port: number },
  take: Take,
  onFailed: (error: unknown) => void,
): Promise<Arrivals & { readonly port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    if (sockets.size >= MOST_CONNECTIONS) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    const cut = createLineCutter((line) => {
      take(line).then((notice) => {
        if (notice !== undefined && socket.writable) socket.write(`${JSON.stringify(notice)}\n`)
      }, onFailed)
    })
    socket.on('data', cut)
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
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
