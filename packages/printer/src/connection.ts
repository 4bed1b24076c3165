import type { Socket } from 'node:net'
import { type PrinterAddress, printerUrl } from './address.ts'
import type { Clock } from './clock.ts'
import type { PrinterEvent } from './event.ts'
import { PrinterError } from './issue.ts'
import type { PrinterLanguage } from './language.ts'
import { type Answer, createLink, type Link } from './link.ts'
import { createStall } from './stall.ts'
import type { PauseReason, PrinterStatus } from './status.ts'

/** Waiting times between attempts double until they are this many times the first. */
const SLOWEST_RETRY = 32
/** The first look at a busy printer comes soon, since a small label is printed in a tenth of a second. */
const FIRST_LOOK_MS = 10
/** Bytes already written may leave before the connection is ended. */
const GRACE_MS = 500
/** Between so many true answers in one wait, other bytes came: the answers cannot be told from them. */
const MOST_NOISE = 1000

export type Connect = (address: PrinterAddress) => Socket

export interface ConnectionOptions {
  readonly address: PrinterAddress
  readonly language: PrinterLanguage
  readonly connect: Connect
  readonly clock: Clock
  readonly statusIntervalMs: number
  readonly statusTimeoutMs: number
  readonly reconnectMs: number
  readonly notReadyMs: number
  readonly remindMs: number
  /** Aborted when everything has to stop. */
  readonly stop: AbortSignal
  readonly onEvent: (event: PrinterEvent) => void
}

/** A printer that goes away and comes back. Its waits throw `PrinterError` once they have taken too long. */
export interface Connection {
  /** Sets how long the printer may be out of reach or silent before a wait gives up. */
  limit(giveUpMs: number): void
  /** Starts counting that time anew: while there was nothing to print, the printer was not asked. */
  begin(): void
  /** A live link, connecting again if necessary. `undefined` when stopped. */
  reach(): Promise<Link | undefined>
  /** Asks until the printer said `readings` times in a row that it has nothing left to print; false when lost. */
  untilIdle(link: Link, readings: number): Promise<boolean>
  close(): Promise<void>
}

export function createConnection(options: ConnectionOptions): Connection {
  const { address, language, clock, stop, onEvent } = options
  let link: Link | undefined
  let giveUpMs = Number.POSITIVE_INFINITY
  let heardAt = clock.now()
  let pause: PauseReason | undefined
  let failures = 0
  let dialledAt = 0
  let proven = false
  let detail = ''
  const stall = createStall({
    clock,
    remindMs: options.remindMs,
    onReminder: (reason, waitedMs) => onEvent({ type: 'waiting', reason, waitedMs }),
  })

  return {
    limit: (ms) => (giveUpMs = ms),
    begin: () => (heardAt = clock.now()),
    reach,
    untilIdle,
    close: async () => link?.close(GRACE_MS),
  }

  async function reach(): Promise<Link | undefined> {
    while (!stop.aborted) {
      if (link !== undefined && !link.lost) return link
      // The first attempt comes at once: printers end a connection that has been idle for some minutes.
      if (failures > 0) await backOff()
      if (stop.aborted) return undefined
      failures += 1
      proven = false
      dialledAt = clock.now()
      link = await dial()
      if (link === undefined) continue
      onEvent({ type: 'connected' })
      if (await clean(link)) return link
    }
    return undefined
  }

  async function backOff(): Promise<void> {
    notify('offline')
    checkPatience()
    const waitMs = Math.min(2 ** (failures - 1), SLOWEST_RETRY) * options.reconnectMs
    onEvent({ type: 'reconnecting', attempt: failures, waitMs, detail })
    await clock.sleep(waitMs, stop)
  }

  /** A printer may have kept the beginning of a torn label, and would read the next label as its rest. */
  async function clean(fresh: Link): Promise<boolean> {
    if (!language.abandonSparesOthers && !(await untilIdle(fresh, 2))) return false
    fresh.write(language.abandon)
    return untilIdle(fresh, 2)
  }

  async function dial(): Promise<Link | undefined> {
    const socket = options.connect(address)
    const enough = new AbortController()
    const stopDialling = () => enough.abort()
    stop.addEventListener('abort', stopDialling, { once: true })
    const opened = new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', (error: NodeJS.ErrnoException) => {
        detail = error.code ?? 'failed'
        resolve(false)
      })
    })
    detail = 'ETIMEDOUT'
    const patience = clock.sleep(options.statusTimeoutMs, enough.signal).then(() => false)
    const connected = await Promise.race([opened, patience])
    enough.abort()
    stop.removeEventListener('abort', stopDialling)
    if (connected) {
      detail = 'connection lost'
      return createLink(socket, language, clock)
    }
    socket.on('error', () => undefined)
    socket.destroy()
    return undefined
  }

  async function untilIdle(on: Link, readings: number): Promise<boolean> {
    // Unanswered questions were one time limit apart, so late answers to them are too.
    await on.drain(2 * options.statusTimeoutMs)
    stall.begin()
    let noise = 0
    let idle = 0
    for (let wait = FIRST_LOOK_MS; ; wait *= 2) {
      const answer = await on.poll(options.statusTimeoutMs)
      if (answer === 'lost') return false
      observe(answer)
      if (answer === 'garbled' && ++noise > MOST_NOISE) throw unreadable()
      idle = typeof answer === 'object' && answer.idle && answer.pause === undefined ? idle + 1 : 0
      if (idle === readings) {
        prove()
        return true
      }
      // A second reading at once would see the same moment again.
      await clock.sleep(idle > 0 ? options.statusIntervalMs : Math.min(wait, options.statusIntervalMs), stop)
      if (stop.aborted) return false
    }
  }

  function observe(answer: Exclude<Answer, 'lost'>): void {
    if (answer === 'flood') throw unreadable()
    if (typeof answer === 'object') {
      if (proven || clock.now() - dialledAt >= options.statusTimeoutMs) prove()
      notify(answer.pause)
      if (answer.pause !== undefined || !answer.idle) checkProgress(answer)
      return
    }
    // A few bytes too many, such as a late answer, are not worth a word.
    if (answer === 'garbled' && clock.now() - heardAt < options.statusTimeoutMs) return
    const reason = answer === 'full' ? 'buffer-full' : 'offline'
    notify(reason)
    stall.observe(reason, undefined)
    checkPatience()
  }

  /**
   * The printer is there. One that ends each connection after its first answer is not: waiting times between attempts
   * would never grow, and it would never be given up.
   */
  function prove(): void {
    if (!proven) failures = 0
    proven = true
    heardAt = clock.now()
  }

  function checkProgress({ pause: lack, remaining }: PrinterStatus): void {
    const reason = lack ?? 'busy'
    const waitedMs = stall.observe(reason, remaining)
    if (waitedMs < options.notReadyMs) return
    throw new PrinterError({ code: 'printer-not-ready', printer: printerUrl(address), waitedMs, reason })
  }

  function notify(next: PauseReason | undefined): void {
    if (next === pause) return
    const after = pause
    pause = next
    if (next !== undefined) onEvent({ type: 'paused', reason: next })
    else if (after !== undefined) onEvent({ type: 'resumed', after })
  }

  function checkPatience(): void {
    const waitedMs = clock.now() - heardAt
    if (waitedMs < giveUpMs) return
    const printer = printerUrl(address)
    if (link === undefined || link.lost)
      throw new PrinterError({ code: 'printer-unreachable', printer, waitedMs, detail })
    if (link.garbled) throw unreadable()
    throw new PrinterError({ code: 'printer-silent', printer, waitedMs })
  }

  function unreadable(): PrinterError {
    return new PrinterError({ code: 'status-unreadable', printer: printerUrl(address) })
  }
}
