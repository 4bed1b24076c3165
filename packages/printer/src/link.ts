import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'
import type { PrinterLanguage } from './language.ts'
import type { PrinterStatus } from './status.ts'

/** `full`: the printer does not take what was written before; `silent`: it took it and gives no answer. */
export type Answer = PrinterStatus | 'silent' | 'full' | 'lost'

/** One connection to a printer. */
export interface Link {
  readonly lost: boolean
  /** The bytes that arrived last are no status, or only a part of one. */
  readonly garbled: boolean
  write(bytes: Uint8Array): void
  /** Asks for the status and waits for an answer. */
  poll(timeoutMs: number): Promise<Answer>
  /** Waits until no answer to an earlier question can still arrive and be taken for a later one. */
  drain(quietMs: number): Promise<void>
  /** Ends the connection after sending what was written, by force after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export function createLink(socket: Socket, language: PrinterLanguage, clock: Clock): Link {
  const reader = language.createReader()
  let written: Promise<unknown> = Promise.resolve()
  let writing = 0
  let unanswered = 0
  let garbled = false
  let lost = false
  let waiting: ((answer: Answer) => void) | undefined
  let patience: AbortController | undefined

  socket.on('data', (chunk) => {
    const statuses = reader.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, 'latin1'), unanswered)
    garbled = statuses.length === 0
    for (const status of statuses) {
      unanswered = Math.max(0, unanswered - 1)
      waiting?.(status)
    }
  })
  socket.on('error', markLost)
  socket.on('end', markLost)
  socket.on('close', markLost)
  if (socket.destroyed) markLost()

  return {
    get lost() {
      return lost
    },
    get garbled() {
      return garbled
    },
    write,
    async poll(timeoutMs) {
      if (lost) return 'lost'
      if (writing > 0) {
        await within(timeoutMs, written)
        if (lost) return 'lost'
        // The question would wait behind labels that the printer does not read.
        if (writing > 0) return 'full'
      }
      unanswered += 1
      write(language.ask)
      return answer(timeoutMs)
    },
    async drain(quietMs) {
      while (unanswered > 0) {
        const late = await answer(quietMs)
        if (late === 'lost') return
        // The printer swallowed the question, as some do while the head is open.
        if (late === 'silent') unanswered = 0
      }
    },
    async close(graceMs) {
      if (!socket.destroyed) {
        const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
        socket.end()
        await within(graceMs, closed)
        socket.destroy()
      }
      markLost()
    },
  }

  function write(bytes: Uint8Array): void {
    writing += 1
    written = new Promise<void>((resolve) => {
      socket.write(bytes, () => {
        writing -= 1
        resolve()
      })
    })
  }

  async function answer(timeoutMs: number): Promise<Answer> {
    if (lost) return 'lost'
    const answered = new Promise<Answer>((resolve) => (waiting = resolve))
    const result = await within(timeoutMs, answered)
    waiting = undefined
    return result ?? 'silent'
  }

  /** What `promise` gives, or `undefined` after `ms`, at once when the connection is lost. */
  async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    const enough = new AbortController()
    patience = enough
    try {
      return await Promise.race([promise, clock.sleep(ms, enough.signal).then(() => undefined)])
    } finally {
      enough.abort()
    }
  }

  function markLost(): void {
    if (lost) return
    lost = true
    waiting?.('lost')
    patience?.abort()
    socket.destroy()
  }
}
