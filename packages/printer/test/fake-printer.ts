import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

/** A printer with the behaviour that a test gives it; closed when the test ends. */
export async function listen(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    serve(socket)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Calls `answer` at each question, and `label` at each end of a label. */
export function zplPrinter(
  socket: Duplex,
  { answer, label = () => undefined }: { readonly answer: () => void; readonly label?: () => void },
): void {
  socket.on('data', (chunk: Buffer) => {
    for (const [word] of chunk.toString('latin1').matchAll(/~HS|\^XZ/g)) {
      if (word === '~HS') answer()
      else label()
    }
  })
}

/** The three strings of `~HS`. */
export function zplStatus({ paperOut = 0, paused = 0, remaining = 0 } = {}): string {
  const labels = String(remaining).padStart(8, '0')
  return (
    `\u0002030,${paperOut},${paused},0008,000,0,0,0,000,0,0,0\u0003\r\n` +
    `\u0002001,0,0,0,1,2,6,0,${labels},1,000\u0003\r\n\u00021234,0\u0003\r\n`
  )
}
