import { connect } from 'node:net'
import type { Raster, SimulatedPrinter } from '../src/index.ts'

export interface Host {
  write(bytes: string | Uint8Array): void
  /** The printer's answers since the last call, once that many bytes have arrived. */
  read(length: number): Promise<string>
  readonly closed: Promise<void>
  end(): void
}

export async function callPrinter(printer: Pick<SimulatedPrinter, 'host' | 'port'>): Promise<Host> {
  const socket = connect({ host: printer.host, port: printer.port, noDelay: true })
  let received = ''
  let arrived: (() => void) | undefined
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    arrived?.()
  })
  socket.on('error', () => socket.destroy())
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  await Promise.race([closed, new Promise((resolve) => socket.once('connect', resolve))])
  return {
    write: (bytes) => void socket.write(bytes, 'latin1'),
    async read(length) {
      while (received.length < length) await new Promise<void>((resolve) => (arrived = resolve))
      const text = received
      received = ''
      return text
    },
    closed,
    end: () => socket.destroy(),
  }
}

/** Rows of `#` and `.`, which a person can compare. */
export function picture({ width, height, stride, data }: Raster): readonly string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) =>
      (data[y * stride + (x >> 3)] ?? 0) & (0x80 >> (x & 7)) ? '#' : '.',
    ).join(''),
  )
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}
