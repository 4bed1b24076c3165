import { connect, type Socket } from 'node:net'
import type { TcpAddress } from '../address.ts'

export function connectTcp({ host, port }: TcpAddress, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true })
    const giveUp = (): void => void socket.destroy()
    signal.addEventListener('abort', giveUp, { once: true })
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.once('connect', () => {
      signal.removeEventListener('abort', giveUp)
      resolve(socket)
    })
    if (signal.aborted) giveUp()
  })
}
