import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'
import type { PrinterLanguage } from '../language.ts'
import type { PrinterStatus } from '../status/status.ts'

/** A status takes some hundred bytes at most: a sender of this many without a status is not a printer. */
const FLOOD_BYTES = 1 << 20

/**
 * `silent`: the printer took the question and does not answer. `full`: it does not take what was written before.
 * `garbled`: it sent more statuses than questions, so none of them is believed. `flood`: a megabyte of such bytes.
 */
export type Answer = PrinterStatus | 'silent' | 'full' | 'garbled' | 'flood' | 'lost'

/** One connection to a printer. */
export interface Link {
  readonly lost: boolean
  /** Whether bytes that are not a status arrived since the last status that was believed. */
  readonly garbled: boolean
  write(bytes: Uint8Array): void
  /** Asks for the status and waits for an answer. */
  poll(timeoutMs: number): Promise<Answer>
  /** Waits until no answer to an earlier question can still arrive and be taken for a later one. */
  drain(quietMs: number): Promise<void>
  /** Ends the connection after sending what was written, by force after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export function createLink(stream: Duplex, language: PrinterLanguage, clock: Clock): Link {
  const reader = language.createReader()
  let written: Promise<unknown> = Promise.resolve()
  let writing = 0
  let unanswered = 0
  let unexplained = 0
  let garbled = false
  let noisy = false
  let flooded = false
  let lost = false
  let waiting: ((answer: Answer) => void) | undefined
  let patience: AbortController | undefined

  stream.on('data', (chunk) => receive(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, 'latin1')))
  stream.on('error', markLost)
  stream.on('end', markLost)
  stream.on('close', markLost)
  if (stream.destroyed) markLost()

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
        // The question would wait behind labels that the printer does not take.
        if (writing > 0) return 'full'
      }
      if (flooded) return 'flood'
      // Bytes that arrived unasked since the last answer make that answer doubtful.
      if (noisy) {
        noisy = false
        return 'garbled'
      }
      unanswered += 1
      // The listener is set first, for a stream that answers at once.
      const answered = answer(timeoutMs)
      write(language.ask)
      return answered
    },
    async drain(quietMs) {
      while (unanswered > 0) {
        const late = await answer(quietMs)
        if (late === 'lost') return
        // The printer has dropped the question, as some do while the head is open.
        if (late === 'silent') unanswered = 0
      }
    },
    async close(graceMs) {
      if (!stream.destroyed) {
        const closed = new Promise<void>((resolve) => void stream.once('close', () => resolve()))
        stream.end()
        await within(graceMs, closed)
        stream.destroy()
      }
      markLost()
    },
  }

  function receive(bytes: Uint8Array): void {
    // One more than expected is enough to see that there are too many.
    const statuses = reader.push(bytes, unanswered + 1)
    if (statuses.length === 0 || statuses.length > unanswered) {
      // Bytes that follow a status without a question, such as the rest of a longer answer, do not make it wrong.
      if (unanswered > 0 || statuses.length > 0) garbled = true
      suspect(bytes.length, statuses.length > 0)
      return
    }
    garbled = false
    unexplained = 0
    unanswered -= statuses.length
    for (const status of statuses) waiting?.(status)
  }

  function suspect(length: number, isNoise: boolean): void {
    unexplained += length
    if (unexplained > FLOOD_BYTES) {
      flooded = true
      stream.pause()
      waiting?.('flood')
    } else if (isNoise) {
      unanswered = 0
      if (waiting === undefined) noisy = true
      else waiting('garbled')
    }
  }

  function write(bytes: Uint8Array): void {
    writing += 1
    written = new Promise<void>((resolve) => {
      stream.write(bytes, () => {
        writing -= 1
        resolve()
      })
    })
  }

  async function answer(timeoutMs: number): Promise<Answer> {
    if (lost) return 'lost'
    if (flooded) return 'flood'
    const answered = new Promise<Answer>((resolve) => (waiting = resolve))
    const result = await within(timeoutMs, answered)
    waiting = undefined
    return result ?? 'silent'
  }

  /** The result of `promise`, or `undefined` after `ms` milliseconds, and at once when the connection is lost. */
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
    stream.destroy()
  }
}
