import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Body, Interpreter } from './interpreter.ts'
import { createEpl2 } from './epl2.ts'
import { createEscPos } from './escpos.ts'
import { type Break, createMechanism } from './mechanism.ts'
import type { Media, Printed } from './media.ts'
import type { Raster } from './raster.ts'
import { createTspl } from './tspl.ts'
import { createZpl } from './zpl.ts'

/** Small enough that a full buffer stops the printer from reading, as on real ones. */
const READ_BYTES = 1024
const ESC = 0x1b

export interface PrinterOptions {
  /** 0, the default, uses a free one. */
  readonly port?: number
  readonly host?: string
  /** Default: decided by the first bytes: `^` and `~` are ZPL, `ESC @` is ESC/POS, everything else TSPL. */
  readonly language?: 'zpl' | 'tspl' | 'epl2' | 'escpos'
  /** Labels on the first roll, rows of them where they lie side by side; endless by default. */
  readonly paper?: number
  readonly msPerLabel?: number
  /** Number of formats in the memory before the printer stops reading. */
  readonly bufferLabels?: number
  readonly dpi?: number
  readonly media?: Media
  /** Dots of the head, for ESC/POS alone, which does not say how wide the paper is. Default 576. */
  readonly headDots?: number
  /** Rows in which the head stops. */
  readonly breaks?: readonly Break[]
  /** Drops the connection when this many bytes have arrived in all, once for each number. */
  readonly dropAt?: readonly number[]
  /** Does not answer while paper, ribbon or head are at fault, which Zebra's manual allows under `~HS`. */
  readonly silentOnFault?: boolean
  /** A label cut off by a dropped connection waits for its rest, instead of being discarded. */
  readonly keepsPartial?: boolean
  /** Replaces a true answer on the wire. */
  readonly garble?: (answer: Buffer) => readonly Buffer[]
  readonly onLabel?: (label: Raster, how: Printed) => void
  /** A label that the head did not finish, with what is on it. */
  readonly onSpoilt?: (label: Raster, column: number) => void
  readonly onUndrawn?: (command: string) => void
  readonly onDrop?: () => void
}

export interface SimulatedPrinter {
  readonly host: string
  readonly port: number
  /** `tcp://127.0.0.1:49152` */
  readonly url: string
  readonly printed: number
  readonly connections: number
  loadPaper(labels: number): void
  openHead(): void
  closeHead(): void
  ribbon(present: boolean): void
  jam(stuck: boolean): void
  /** Takes the label that was peeled off. */
  take(): void
  pause(): void
  resume(): void
  dropConnection(): void
  /** Discards its buffer, drops the connection and accepts no new one. */
  cutPower(): Promise<void>
  powerOn(): Promise<void>
  close(): Promise<void>
}

/** Starts a label printer on TCP. */
export async function startPrinter(options: PrinterOptions = {}): Promise<SimulatedPrinter> {
  const host = options.host ?? '127.0.0.1'
  const drops = [...(options.dropAt ?? [])].sort((a, b) => a - b)
  // A printer serves one connection at a time; others wait in a queue.
  const line: Socket[] = []
  let port = options.port ?? 0
  let backlog: Buffer[] = []
  let received = 0
  let printed = 0
  let connections = 0
  let interpreter: Interpreter | undefined

  const mechanism = createMechanism({
    paper: options.paper ?? Number.POSITIVE_INFINITY,
    bufferLabels: options.bufferLabels ?? 64,
    msPerLabel: options.msPerLabel ?? 0,
    media: options.media ?? {},
    breaks: options.breaks ?? [],
    onLabel(label, how) {
      printed += 1
      options.onLabel?.(label, how)
    },
    onSpoilt: (label, column) => options.onSpoilt?.(label, column),
    onPowerLost: () => void cutPower(),
    onRoom: () => setImmediate(read),
  })

  const body: Body = {
    print: mechanism.print,
    undrawn: (command) => options.onUndrawn?.(command),
    pause: () => mechanism.set('paused', true),
    resume: () => mechanism.set('paused', false),
    cancelAll: mechanism.clear,
    status: mechanism.status,
    answer(bytes) {
      const { paperOut, headOpen, ribbonOut, jammed } = mechanism.status()
      if (options.silentOnFault === true && (paperOut || headOpen || ribbonOut || jammed)) return
      for (const part of options.garble?.(bytes) ?? [bytes]) line[0]?.write(part)
    },
  }

  const server = createServer((socket) => {
    connections += 1
    socket.pause().setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      backlog.push(chunk)
      read()
    })
    socket.on('close', () => {
      const first = line[0] === socket
      line.splice(line.indexOf(socket), 1)
      if (first) hangUp()
    })
    line.push(socket)
    if (line.length === 1) socket.resume()
  })
  await listen()

  return {
    host,
    get port() {
      return port
    },
    get url() {
      return `tcp://${host}:${port}`
    },
    get printed() {
      return printed
    },
    get connections() {
      return connections
    },
    loadPaper: mechanism.loadPaper,
    openHead: () => mechanism.set('headOpen', true),
    closeHead: () => mechanism.set('headOpen', false),
    jam: (stuck) => mechanism.set('jammed', stuck),
    take: mechanism.take,
    ribbon: (present) => mechanism.set('ribbonOut', !present),
    pause: () => mechanism.set('paused', true),
    resume: () => mechanism.set('paused', false),
    dropConnection: drop,
    cutPower,
    powerOn: listen,
    close: shut,
  }

  function read(): void {
    const socket = line[0]
    if (socket === undefined) return
    while (backlog.length > 0) {
      if (mechanism.status().bufferFull) {
        socket.pause()
        return
      }
      const chunk = backlog.shift()!
      const limit = Math.min(READ_BYTES, (drops[0] ?? Number.POSITIVE_INFINITY) - received)
      const taken = chunk.subarray(0, limit)
      if (chunk.length > taken.length) backlog.unshift(chunk.subarray(taken.length))
      received += taken.length
      if (taken.length > 0) (interpreter ??= speak(taken)).feed(taken)
      if (received === drops[0]) {
        drops.shift()
        drop()
        return
      }
    }
    socket.resume()
  }

  function speak(first: Buffer): Interpreter {
    switch (options.language ?? languageOf(first)) {
      case 'zpl':
        return createZpl(body)
      case 'epl2':
        return createEpl2(body)
      case 'escpos':
        return createEscPos(body, options.headDots ?? 576)
      default:
        return createTspl(body, options.dpi ?? 203)
    }
  }

  async function cutPower(): Promise<void> {
    interpreter = undefined
    mechanism.clear()
    await shut()
  }

  function drop(): void {
    backlog = []
    if (line[0] === undefined) return
    options.onDrop?.()
    line[0].resetAndDestroy()
  }

  /** The first in the queue has gone; the next one is served. */
  function hangUp(): void {
    backlog = []
    if (options.keepsPartial !== true) interpreter?.reset()
    line[0]?.resume()
  }

  async function listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
    port = (server.address() as AddressInfo).port
  }

  async function shut(): Promise<void> {
    if (!server.listening) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      backlog = []
      for (const socket of line) socket.resetAndDestroy()
    })
  }
}

function languageOf(bytes: Buffer): NonNullable<PrinterOptions['language']> {
  const at = bytes.findIndex((byte) => byte > 0x20 || byte === ESC)
  const [first, second] = bytes.subarray(Math.max(0, at))
  if (first === 0x5e || first === 0x7e) return 'zpl'
  return first === ESC && second === 0x40 ? 'escpos' : 'tspl'
}
